"""A sample by risk and by draw, which comes out the same whoever repeats it."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from catalog.courses import Course
from catalog.monitoring import Plan, tasks
from catalog.monitoring.models import FrameItem
from catalog.monitoring.plans import shipped_monitorings
from core.clock import now
from core.files.keeping import content_of
from core.files.sweeping import sweep_files
from partners.organisations import Kind
from partners.standing import Severity
from tests.catalog.monitoring.visiting import DAY, RULES, Field, instant
from tests.factories import (
    make_course,
    make_finding,
    make_organisation,
    make_sanction,
    make_schedule,
    make_visit,
    make_visit_file,
)


def evening(field, day):
    """Eight in the evening in Jakarta, on a day of the period."""
    return instant(field.first_on + day * DAY, hours=13)


def items_of(plan):
    return {each["item"] for each in plan["chosen"]}


@pytest.fixture
def small(monkeypatch):
    """Two by risk, one of an institution at most, and two by draw."""
    live = replace(RULES.samples["live"], by_risk=2, by_draw=2, most_per_institution=1)
    rules = replace(RULES, samples={**RULES.samples, "live": live})
    monkeypatch.setitem(shipped_monitorings(), RULES.version, rules)


def test_risk_comes_first_the_rest_is_drawn_and_anybody_can_draw_it_again(
    field, session, small
):
    risky = make_organisation(session, Kind.TRAINING_INSTITUTION)
    make_sanction(session, risky, Severity.WARNING, started_at=now())
    for _ in range(3):
        field.run(risky)
    plain = [field.run() for _ in range(6)]
    field.run(cancelled_at=now())
    field.run(seats_taken=0)
    field.run(day=8)
    course = make_course(session, field.institution, mode="self_paced")
    starts_at = now() - timedelta(days=30)
    make_schedule(
        session,
        course,
        starts_at=starts_at,
        ends_at=now() + timedelta(days=60),
        seats_taken=1,
    )
    field.draw()

    plan = field.plan()
    frame = field.overseer.get(
        f"/v1/monitoring-plans/{plan['id']}/frame", limit=100
    ).json["items"]
    live = [each for each in frame if each["kind"] == "live"]
    assert (plan["live"], plan["self_paced"], len(frame)) == (9, 1, 10)
    chosen = {
        why: [each for each in plan["chosen"] if each["why"] == why]
        for why in ("risk", "draw")
    }
    (one,) = chosen["risk"]
    assert one["provider_id"] == str(risky.id)
    assert one["factors"] == [{"code": "sanctions", "points": 30}]
    # One seat of risk was left and is drawn, with a hash and a list.
    tickets = sorted(
        (each["item"] for each in live if each["item"] != one["item"]),
        key=lambda item: hashlib.sha256(f"{plan['seed']}:{item}".encode()).digest(),
    )
    by_draw = {each["item"] for each in chosen["draw"]}
    assert by_draw == {*tickets[:3], str(course.id)}
    assert plan["reproduced"] is True
    assert len(plain) == 6


def test_what_is_planned_after_the_draw_is_drawn_in_the_evening_of_the_same_day(
    field, session
):
    known = field.run(day=5)
    field.draw()
    not_sold = field.run(day=6, seats_taken=0)
    before = field.plan(late=2)

    tasks.run_everything(lambda: evening(field, 2) - timedelta(minutes=1))
    early = field.plan(late=2)["drawn_at"]
    # First sold a day before it begins, as late as can be.
    planned = field.run(day=3, hour=1)
    session.flush()
    for _ in range(2):
        tasks.run_everything(lambda: evening(field, 2))
    tasks.run_everything(lambda: evening(field, 3))
    not_sold.seats_taken = 3
    session.flush()
    tasks.run_everything(lambda: evening(field, 4))

    late, later, main = field.plan(late=2), field.plan(late=4), field.plan()
    assert (before["seed"], early) == (None, None)
    assert items_of(late) == {f"{planned.id}/0"}
    assert items_of(later) == {f"{not_sold.id}/0"}
    assert items_of(main) == {f"{known.id}/0"}
    assert field.plan(late=3)["live"] == 0
    assert (late["live"], late["reproduced"], main["reproduced"]) == (1, True, True)
    assert {each["frame_size"] for each in late["chosen"]} == {1}
    assert len({each["seed"] for each in (late, later, main)}) == 3
    assert late["committed_at"] == main["committed_at"]
    assert hashlib.sha256(late["seed"].encode()).hexdigest() == before["commitment"]


def test_a_late_draw_reaches_over_the_end_of_the_period_before(field, session):
    field.draw()
    today, tomorrow = field.run(day=-1, hour=15), field.run(day=0)
    session.flush()

    tasks.run_everything(lambda: evening(field, -1))

    assert items_of(field.plan(late=-1)) == {
        f"{each.id}/0" for each in (today, tomorrow)
    }


def test_a_monitor_that_has_enough_on_a_day_is_not_asked_and_the_visit_waits(
    client, session, monkeypatch
):
    load = replace(RULES.load, live_a_day=2)
    monkeypatch.setitem(shipped_monitorings(), 3, replace(RULES, load=load))
    field = Field(client, session, monitors=1)
    for day in (2, 2, 2, 3):
        field.run(day=day)

    field.draw()

    chosen = field.plan()["chosen"]
    asked = [each for each in chosen if each["state"] == "assigned"]
    days = [each["starts_at"][:10] for each in asked]
    other = (field.first_on + 3 * DAY).isoformat()
    assert [days.count(each) for each in sorted(set(days))] == [2, 1]
    assert other in days
    assert [each["state"] for each in chosen].count("waiting") == 1


def test_a_sample_that_was_tampered_with_is_not_reproduced(field, session, small):
    for _ in range(8):
        field.run()
    field.draw()
    plan = field.plan()
    left_out = {each["item"] for each in plan["chosen"]}

    session.execute(
        update(FrameItem).where(FrameItem.item.not_in(left_out)).values(points=99)
    )
    moved = field.plan()["reproduced"]
    session.execute(update(FrameItem).values(points=0))
    session.execute(update(Plan).values(commitment="0" * 64))

    assert (plan["reproduced"], moved) == (True, False)
    assert field.plan()["reproduced"] is False


def test_what_was_found_before_is_a_risk_of_the_next_period(field, session):
    run = field.run()
    old = make_visit(session, run)
    make_finding(
        session,
        old,
        state="upheld",
        decided_at=now(),
        final_at=now(),
        points=1,
        appeal_until=now(),
    )
    session.execute(update(Course).values(list_price=100_000))
    field.draw()

    (chosen,) = field.plan()["chosen"]

    assert (chosen["why"], chosen["points"]) == ("risk", 25)
    assert chosen["factors"] == [{"code": "past_findings", "points": 25}]


def test_evidence_of_a_visit_is_not_swept(session):
    visit = make_visit(session, make_schedule(session, make_course(session)))
    file = make_visit_file(session, visit)

    sweep_files(session, at=now() + timedelta(days=2))

    assert content_of(session, file).name == "bukti.pdf"
