"""The pages on which an institution plans, copies, changes and calls off runs."""

from datetime import timedelta
from uuid import UUID

import pytest

from catalog.courses import Mode, Schedule
from core.clock import now
from partners.staff import Role
from tests.catalog.schedules.planning import Planner
from tests.factories import make_organisation, make_seat, make_trainer
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["signed_in"]


TRAINER = "0193a0b4-0000-7000-8000-00000000cafe"


@pytest.fixture
def planner(client, session):
    made = Planner(client, session, mode=Mode.WEBINAR, sessions=2)
    make_trainer(session, made.institution, id=UUID(TRAINER))
    return made


@pytest.fixture
def page(session, signed_in, planner):
    browser = signed_in(make_seat(session, planner.institution, Role.CATALOGUE))
    session.flush()
    return browser


@pytest.fixture
def runs(planner):
    code = planner.institution.code
    return f"/partner/{code}/courses/{planner.course.id}/schedules"


def day(number):
    return (now() + timedelta(days=number)).date().isoformat()


def form(first=10, **changes):
    days = {
        f"sessions/{row}/{name}": value
        for row in range(2)
        for name, value in (
            ("day", day(first + row)),
            ("from", "19:00"),
            ("to", "21:00"),
        )
    }
    return {
        **days,
        "zone": "Asia/Jakarta",
        "capacity": "30",
        "link": "https://kelas.example.org/kue",
        "trainers": TRAINER,
        "act": "save",
        **changes,
    }


def kept(session, planner):
    session.expire_all()
    rows = session.query(Schedule).filter_by(course_id=planner.course.id)
    return rows.order_by(Schedule.starts_at).all()


def test_a_run_is_planned_in_the_zone_that_was_chosen(planner, page, runs, session):
    empty = page.get(runs)

    planned = submit(page, f"{runs}/new", **form(zone="Asia/Makassar"))

    assert "Belum ada jadwal" in empty.text
    assert planned.status_code == 303
    [run] = kept(session, planner)
    assert (run.starts_at.hour, run.capacity) == (11, 30)
    assert "0 dari 30 kursi terisi" in page.get(runs).text


def test_each_refusal_stands_beside_its_input_and_nothing_is_lost(
    planner, page, runs, session
):
    unread = submit(page, f"{runs}/new", **form(capacity="tiga puluh"))
    changes = {"capacity": "500", "sessions/1/day": day(10)}
    unfit = submit(page, f"{runs}/new", **form(**changes))

    assert (unread.status_code, unfit.status_code) == (422, 422)
    assert "Angka bulat dari 1 sampai 100.000." in unread.text
    assert 'value="tiga puluh"' in unread.text
    assert "Paling banyak 150 kursi." in unfit.text
    assert "Dimulai sebelum sesi sebelumnya berakhir." in unfit.text
    assert kept(session, planner) == []


def test_a_copy_keeps_the_times_of_the_day_on_later_days(planner, page, runs, session):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)

    proposed = page.get(f"{runs}/new?copy={run.id}")
    chosen = page.get(f"{runs}/new?copy={run.id}&first={day(40)}")

    assert f'value="{day(17)}"' in proposed.text
    for later in (40, 41):
        assert f'value="{day(later)}"' in chosen.text
    assert chosen.text.count('value="19:00"') == 2


def test_moving_people_who_hold_seats_asks_first_and_says_how_many(
    planner, page, runs, session
):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)
    run.seats_taken = 12
    session.flush()
    address, moved = f"{runs}/{run.id}", form(first=20, version="1")

    asked = submit(page, address, **moved)
    before = kept(session, planner)[0].version
    done = submit(page, address, **moved, confirmed="yes")
    seats = submit(page, address, **form(first=20, version="2", capacity="40"))

    assert "12 orang memegang kursi" in asked.text
    assert before == 1
    assert (done.status_code, seats.status_code) == (303, 303)
    [after] = kept(session, planner)
    assert (after.version, after.terms_version, after.capacity) == (3, 2, 40)


def test_who_was_slower_keeps_what_she_typed_and_sees_what_stands(
    planner, page, runs, session
):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)
    planner.change(run.id, 1, capacity=25)

    stale = submit(page, f"{runs}/{run.id}", **form(capacity="40", version="1"))

    assert stale.status_code == 412
    assert "Jadwal diubah orang lain" in stale.text
    assert "25 kursi" in stale.text
    assert 'value="40"' in stale.text
    assert 'name="version" value="2"' in stale.text


def test_calling_off_says_how_many_it_concerns_and_wants_a_reason(
    planner, page, runs, session
):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)
    run.seats_taken = 3
    session.flush()
    address = f"{runs}/{run.id}/cancellation"

    asked = page.get(address)
    refused = submit(page, address, reason="trainer", explanation="x")
    done = submit(page, address, reason="trainer", explanation="Pelatih sakit.")
    listed = page.get(f"{runs}?which=all")

    assert "3 orang memegang kursi" in asked.text
    assert refused.status_code == 422
    assert done.status_code == 303
    assert kept(session, planner)[0].cancelled_at is not None
    assert "Pelatih sakit." in listed.text
    assert page.get(address).status_code == 200


def test_others_find_no_run(planner, page, runs, session, signed_in):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)
    other = make_organisation(session)
    stranger = signed_in(make_seat(session, other, Role.CATALOGUE))
    session.flush()
    foreign = f"/partner/{other.code}/courses/{planner.course.id}/schedules"

    for path in ("", "/new", f"/{run.id}", f"/{run.id}/cancellation"):
        assert stranger.get(f"{foreign}{path}").status_code == 404
