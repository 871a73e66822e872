"""The pages on which an institution plans, copies, changes and calls off runs."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from catalog.courses import Mode, Schedule
from catalog.schedules.merging import merge_runs
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


def carried(page, name="base"):
    """What a page carries sealed for the request that follows it."""
    return re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]


def kept(session, planner):
    session.expire_all()
    rows = session.query(Schedule).filter_by(course_id=planner.course.id)
    return rows.order_by(Schedule.starts_at).all()


def test_a_run_is_planned_in_the_zone_that_was_chosen(planner, page, runs, session):
    empty = page.get(runs)

    planned = submit(page, f"{runs}/new", **form(zone="Asia/Makassar", reference="K-7"))

    assert "Belum ada jadwal" in empty.text
    assert planned.status_code == 303
    [run] = kept(session, planner)
    assert (run.starts_at.hour, run.capacity, run.reference) == (11, 30, "K-7")
    assert 'value="K-7"' in page.get(f"{runs}/{run.id}").text
    assert 'value="K-7"' not in page.get(f"{runs}/new?copy={run.id}").text
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
    address = f"{runs}/{run.id}"
    moved = form(first=20, base=carried(page.get(address)))

    asked = submit(page, address, **moved)
    before = kept(session, planner)[0].version
    done = submit(page, address, **moved, confirmed="yes")
    read = carried(page.get(address))
    seats = submit(page, address, **form(first=20, base=read, capacity="40"))

    assert "12 orang memegang kursi" in asked.text
    assert before == 1
    assert (done.status_code, seats.status_code) == (303, 303)
    [after] = kept(session, planner)
    assert (after.version, after.terms_version, after.capacity) == (3, 2, 40)


def test_what_only_one_of_two_changed_is_kept_of_both(planner, page, runs, session):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)
    read = carried(page.get(f"{runs}/{run.id}"))
    planner.change(run.id, 1, capacity=25)

    saved = submit(page, f"{runs}/{run.id}", **form(access="sign_language", base=read))

    assert saved.status_code == 303
    [after] = kept(session, planner)
    assert (after.capacity, after.access, after.version) == (25, ["sign_language"], 3)


def test_who_was_slower_sees_hers_beside_theirs_and_chooses_field_by_field(
    planner, page, runs, session
):
    submit(page, f"{runs}/new", **form())
    [run] = kept(session, planner)
    address = f"{runs}/{run.id}"
    read = carried(page.get(address))
    link = "https://kelas.example.org/roti"
    planner.change(run.id, 1, capacity=25, link=link)
    mine = {"capacity": "40", "link": "https://kelas.example.org/pizza"}

    stale = submit(page, address, **form(**mine, base=read))
    undecided = submit(
        page,
        f"{address}/merge",
        **{"carried": carried(stale, "carried"), "choose/capacity": "mine"},
    )
    chosen = submit(
        page,
        f"{address}/merge",
        **{
            "carried": carried(undecided, "carried"),
            "choose/capacity": "mine",
            "choose/link": "theirs",
        },
    )

    assert (stale.status_code, undecided.status_code) == (412, 422)
    for each in ("25", "40", "30", "roti", "pizza"):
        assert each in stale.text
    assert "Pilih salah satu." in undecided.text
    assert f"Seperti ditulis program {planner.client.name}" in stale.text
    assert chosen.status_code == 303
    [after] = kept(session, planner)
    assert (after.capacity, after.link, after.version) == (40, link, 3)


@pytest.mark.parametrize(
    ("theirs", "mine", "both", "kept_"),
    [
        ({"capacity": 20}, {"link": "l"}, [], {"link": "l"}),
        ({"capacity": 20}, {"capacity": 21}, ["capacity"], {}),
        ({"sessions": [9, 2]}, {"sessions": [1, 8]}, [], {"sessions": [9, 8]}),
        ({"sessions": [9, 2]}, {"sessions": [7, 2]}, ["sessions/0"], {}),
        ({"access": ["a"]}, {"access": ["a", "b", "c"]}, [], {"access": ["a", "c"]}),
        (
            {"enrolment_closes_at": 5},
            {"sessions": [1, 8]},
            [],
            {"sessions": [1, 8], "enrolment_closes_at": 5},
        ),
    ],
)
def test_places_of_a_run_are_joined_or_asked_about(theirs, mine, both, kept_):
    was = {
        "capacity": 10,
        "link": "k",
        "sessions": [1, 2],
        "access": ["a", "b"],
        "enrolment_closes_at": None,
    }

    found = merge_runs(was, {**was, **theirs}, mine)

    assert list(found.both) == both
    if not both:
        assert found.mine == kept_


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
    assert "ditawari kelas lain" in asked.text
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
