"""An institution plans, changes and calls off the runs of its courses, over HTTP."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from catalog.courses import CourseStatus, Mode, Schedule
from catalog.regions.models import District, Province, Regency
from catalog.schedules.models import ScheduleEdit
from catalog.schedules.queries import sessions_of
from core.audit import AuditEntry
from core.clock import now
from core.events import StoredEvent
from tests.catalog.schedules.planning import (
    HOUR,
    Planner,
    codes,
    evenings,
    run,
    slug_of,
)
from tests.factories import make_offering


@pytest.fixture
def planner(client, session):
    return Planner(client, session)


def take(session, schedule, seats):
    session.get_one(Schedule, schedule["id"]).seats_taken = seats
    session.flush()


def events(session, topic):
    return session.scalars(select(StoredEvent).where(StoredEvent.topic == topic)).all()


def make_district(session):
    session.add(Province(code="32", name="Jawa Barat"))
    session.flush()
    session.add(Regency(code="32.73", province_code="32", name="Bandung", kind="kota"))
    session.flush()
    session.add(
        District(
            code="32.73.01",
            regency_code="32.73",
            name="Sukasari",
            nik_prefix="327301",
        )
    )
    session.flush()
    return "32.73.01"


def test_a_run_is_planned_and_shown_to_those_who_buy(planner, session):
    offering = make_offering(session, planner.course)

    planned = planner.plan(access=["captions"])

    assert (planned["version"], planned["seats_taken"]) == (1, 0)
    assert planned["evening"] is True
    assert planned["starts_at"] == planned["sessions"][0]["starts_at"]
    starts_at, closes_at = (
        datetime.fromisoformat(planned[name])
        for name in ("starts_at", "enrolment_closes_at")
    )
    assert starts_at - closes_at == timedelta(days=1)
    shown = planner.http.get(
        f"/v1/courses/{planner.course.id}/schedules", headers=planner.headers()
    ).json["items"]
    assert [each["id"] for each in shown] == [planned["id"]]
    [event] = events(session, "schedule.added")
    assert set(event.audience) == {planner.institution.id, offering.platform_id}


def test_a_run_in_the_day_is_no_evening_course(planner):
    day = evenings()
    for span in day:
        for name in span:
            moved = datetime.fromisoformat(span[name]) - 8 * HOUR
            span[name] = moved.isoformat()

    assert planner.plan(sessions=day)["evening"] is False


def test_what_is_not_as_the_standard_asks_is_listed_with_its_source(planner):
    answer = planner.try_plan(
        sessions=evenings(count=1, hours=4), capacity=151, link=..., place="Jalan 1"
    )

    assert codes(answer) == {
        ("/sessions", "count"),
        ("/capacity", "too-many"),
        ("/link", "missing"),
        ("/place", "not-in-this-mode"),
    }
    assert all(each["source"] for each in answer.json["findings"])
    assert planner.list_runs() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"sessions": evenings(hours=4)}, ("/sessions", "day-too-long")),
        (
            {"sessions": evenings(first_in_days=-3)},
            ("/sessions/0/starts_at", "in-the-past"),
        ),
        ({"sessions": evenings()[::-1]}, ("/sessions/1/starts_at", "overlap")),
        (
            {"enrolment_closes_at": evenings()[0]["starts_at"]},
            ("/enrolment_closes_at", "too-late"),
        ),
        (
            {"enrolment_opens_at": evenings()[0]["starts_at"]},
            ("/enrolment_opens_at", "after-closing"),
        ),
    ],
)
def test_times_are_checked(planner, changes, found):
    if (
        found is None
    ):  # Tomorrow evening: enrolment may be over, by the hour of the day.
        assert planner.try_plan(**changes).status_code in (201, 422)
        return
    assert codes(planner.try_plan(**changes)) == {found}


def test_a_class_in_a_room_is_in_a_district_and_closes_two_days_before(client, session):
    planner = Planner(client, session, mode=Mode.OFFLINE)
    nowhere = planner.try_plan(
        link=..., place="Jalan Merdeka 1", district_code="99.99.99"
    )
    assert codes(nowhere) == {("/district_code", "unknown")}

    planned = planner.plan(
        link=..., place="Jalan Merdeka 1", district_code=make_district(session)
    )

    starts_at, closes_at = (
        datetime.fromisoformat(planned[name])
        for name in ("starts_at", "enrolment_closes_at")
    )
    assert starts_at - closes_at == timedelta(days=2)
    assert codes(planner.try_plan(link=..., capacity=41)) >= {
        ("/capacity", "too-many"),
        ("/place", "missing"),
    }


def test_a_self_paced_run_is_one_period(client, session):
    planner = Planner(client, session, mode=Mode.SELF_PACED, sessions=6)
    start = now() + timedelta(days=5)
    period = [
        {
            "starts_at": start.isoformat(),
            "ends_at": (start + timedelta(days=60)).isoformat(),
        }
    ]

    assert planner.plan(sessions=period, capacity=5_000)["evening"] is False
    assert codes(planner.try_plan()) == {("/sessions", "one-period")}


def test_a_retired_course_gets_no_runs(client, session):
    planner = Planner(client, session, status=CourseStatus.RETIRED)

    assert slug_of(planner.try_plan()) == "course-retired"


def test_another_institutions_runs_look_like_none(planner, client, session):
    planned = planner.plan()
    other = Planner(client, session)

    foreign = other.http.get(f"{planner.path}/{planned['id']}", headers=other.headers())
    assert slug_of(foreign) == "own-course-not-found"
    assert slug_of(other.read_run(planned["id"])) == "own-schedule-not-found"
    assert slug_of(other.cancel(planned["id"])) == "own-schedule-not-found"


def test_two_people_edit_and_the_second_is_told(planner, session):
    planned = planner.plan()

    assert planner.change(planned["id"], 1, capacity=20).json["version"] == 2
    late = planner.change(planned["id"], 1, capacity=25)

    assert (late.status_code, slug_of(late)) == (412, "schedule-version-changed")
    assert late.json["current"] == 2
    [changed] = late.json["changes"]
    assert changed.pop("at")
    assert changed == {
        "field": "capacity",
        "theirs": 20,
        "yours": 25,
        "by": f"client:{planner.client.client_id}",
        "places": [{"place": "/capacity", "base": 30, "theirs": 20, "yours": 25}],
    }
    assert planner.read_run(planned["id"]).headers["ETag"] == '"2"'
    assert planner.change(planned["id"], None, capacity=9).status_code == 428
    again = planner.change(planned["id"], 2, capacity=20)
    assert again.json["version"] == 2
    [audit] = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "schedule.changed")
    )
    assert audit.after["fields"] == ["capacity"]


def test_who_comes_late_is_told_what_each_did_and_what_both_make(planner):
    planned = planner.plan()
    first, second = planned["sessions"]
    hour_later = evenings(first_in_days=11, count=1)[0]
    planner.change(planned["id"], 1, sessions=[hour_later, evenings(12, 1)[0]])
    planner.change(planned["id"], 2, link="https://kelas.example.org/roti")

    late = planner.change(planned["id"], 1, sessions=[first, second], capacity=25)
    joins = planner.change(planned["id"], 2, sessions=[hour_later, evenings(13, 1)[0]])

    told = {each["field"]: each for each in late.json["changes"]}
    assert told.keys() == {"enrolment_closes_at", "link", "sessions"}
    assert "yours" not in told["link"]
    # She sent what she had read: nothing of hers is against theirs.
    assert told["sessions"]["places"] == []
    assert told["sessions"]["joined"] == told["sessions"]["theirs"]
    assert [each["field"] for each in joins.json["changes"]] == ["link"]


def test_of_changes_that_were_not_kept_what_stands_otherwise_is_told(planner, session):
    planned = planner.plan()
    planner.change(planned["id"], 1, capacity=20)
    session.execute(delete(ScheduleEdit))

    late = planner.change(planned["id"], 1, capacity=25)

    assert late.json["changes"] == [{"field": "capacity", "theirs": 20, "yours": 25}]


def test_a_run_that_was_called_off_is_said_to_be_so_to_who_knows_an_old_one(planner):
    planned = planner.plan()
    planner.cancel(planned["id"])

    assert slug_of(planner.change(planned["id"], 1, capacity=9)) == "schedule-cancelled"


def test_vc_02_the_capacity_is_never_below_what_is_taken(planner, session):
    planned = planner.plan()
    take(session, planned, 12)

    refused = planner.change(planned["id"], 1, capacity=11)

    assert slug_of(refused) == "capacity-below-taken"
    assert refused.json["taken"] == 12
    assert planner.change(planned["id"], 1, capacity=12).json["capacity"] == 12


def test_a_run_that_moves_closes_for_enrolment_with_its_start(planner, session):
    planned = planner.plan()
    later = evenings(first_in_days=20)

    moved = planner.change(planned["id"], 1, sessions=later).json

    assert moved["starts_at"] != planned["starts_at"]
    starts_at, closes_at = (
        datetime.fromisoformat(moved[name])
        for name in ("starts_at", "enrolment_closes_at")
    )
    assert starts_at - closes_at == timedelta(days=1)
    [event] = events(session, "schedule.changed")
    assert event.data["moved"] is True
    assert session.get_one(Schedule, planned["id"]).terms_version == 2


def test_holders_are_told_of_a_move_a_day_before_or_it_is_refused(planner, session):
    planned = planner.plan()
    row = session.get_one(Schedule, planned["id"])
    sooner = row.starts_at - now() - 20 * HOUR
    for span in (row, *sessions_of(session, row.id)):
        span.starts_at -= sooner
        span.ends_at -= sooner
    row.enrolment_closes_at -= sooner
    take(session, planned, 1)

    refused = planner.change(planned["id"], 1, link="https://other.example.org/kue")

    assert slug_of(refused) == "schedule-notice-too-short"
    assert planner.read_run(planned["id"]).json["link"] == run()["link"]
    assert planner.change(planned["id"], 1, capacity=31).status_code == 200


def test_a_run_that_started_is_not_changed_and_not_cancelled(planner, session):
    planned = planner.plan()
    session.get_one(Schedule, planned["id"]).starts_at = now() - HOUR
    session.flush()

    assert slug_of(planner.change(planned["id"], 1, capacity=9)) == "schedule-started"
    assert slug_of(planner.cancel(planned["id"])) == "schedule-started"


def test_a_cancelled_run_is_gone_from_the_catalogue_and_stays_cancelled(
    planner, session
):
    planned = planner.plan()

    cancelled = planner.cancel(planned["id"])

    assert cancelled.json["cancel_reason"] == "trainer"
    assert planner.cancel(planned["id"], reason="place").json == cancelled.json
    assert slug_of(planner.change(planned["id"], 2, capacity=9)) == "schedule-cancelled"
    assert planner.list_runs() == []
    everything = planner.http.get(
        f"{planner.path}?which=all", headers=planner.headers()
    )
    assert [each["id"] for each in everything.json["items"]] == [planned["id"]]
    [event] = events(session, "schedule.cancelled")
    assert event.data["cause"] == "trainer"


def test_a_retry_with_the_same_key_plans_one_run(planner):
    headers = planner.headers()
    body = run(trainers=planner.trainers(1))

    first, second = (
        planner.http.post(planner.path, json=body, headers=headers) for _ in range(2)
    )

    assert first.json["id"] == second.json["id"]


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_an_instant_at_the_end_of_time_is_refused_and_no_fault(planner, year):
    span = {
        "starts_at": f"{year}-12-31T23:00:00Z",
        "ends_at": f"{year}-12-31T23:30:00Z",
    }

    assert planner.try_plan(sessions=[span, span]).status_code == 422
    assert planner.try_plan(enrolment_opens_at=span["starts_at"]).status_code == 422
    assert planner.list_runs() == []
