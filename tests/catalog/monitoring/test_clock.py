"""Monitoring under a moved clock: askings, visits, answers, and what is final."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.monitoring import Finding, Plan, Visit, tasks
from catalog.monitoring.models import Asking
from catalog.monitoring.services.overdue import on_run_cancelled
from catalog.schedules.events import ScheduleCancelled
from core.clock import now
from partners.organisations import Kind, Organisation
from partners.standing.models import Sanction
from tests.catalog.monitoring.visiting import DAY, HOUR, Field, instant
from tests.factories import (
    kinds_of_letters,
    make_account,
    make_course,
    make_finding,
    make_organisation,
    make_schedule,
    make_seat,
    make_visit,
)


@pytest.fixture
def visit(session):
    """A visit of a session that is on, which a monitor is asked for."""
    run = make_schedule(session, make_course(session))
    return make_visit(session, run, make_organisation(session, Kind.MONITOR))


def run(**after):
    tasks.run_everything(lambda: now() + timedelta(**after))


def provider_of(session, visit):
    return session.get_one(Organisation, visit.provider_id)


def upheld(session, visit, check, severity, **changes):
    """A finding that was upheld, and can be appealed against for two weeks."""
    values = {
        "state": "upheld",
        "decision": "Ya.",
        "decided_by": make_account(session).id,
        "decided_at": now(),
        "appeal_until": now() + 14 * DAY,
    }
    values |= {"check_code": check, "severity": severity} | changes
    return make_finding(session, visit, **values)


def test_a_seed_is_committed_to_two_weeks_before_and_once(field, session):
    field.commit()
    field.commit()

    days = session.execute(select(Plan.part, Plan.first_on)).all()
    assert [days.count((part, field.first_on)) for part in ("main", "late")] == [1, 1]
    assert len(days) == len(set(days))
    assert all(each.drawn_at is None for each in session.scalars(select(Plan)))


def test_a_seed_that_comes_too_late_binds_nobody_and_is_not_made(field, session):
    tasks.run_everything(lambda: instant(field.first_on - DAY))

    days = session.scalars(select(Plan.first_on)).all()
    assert min(days) == field.first_on + 5 * DAY
    assert field.first_on + 7 * DAY in days


def test_a_monitor_that_does_not_accept_in_time_is_replaced(field, session):
    field.run()
    field.draw()
    first, visit = field.asked()

    tasks.run_everything(lambda: instant(field.first_on) + 6 * HOUR)

    second, again = field.asked()
    assert second is not first
    assert again["id"] == visit["id"]
    states = session.scalars(select(Asking.state).order_by(Asking.id)).all()
    assert states == ["expired", "open"]


def test_a_visit_that_nobody_can_make_waits_and_is_missed_when_it_is_too_late(
    client, session
):
    field = Field(client, session, monitors=0)
    field.run()
    field.draw()
    assert field.plan()["visits"]["waiting"] == 1

    tasks.run_everything(lambda: instant(field.first_on + 3 * DAY))

    (chosen,) = field.plan()["chosen"]
    assert (chosen["state"], chosen["cause"]) == ("missed", "no_monitor")


def test_a_visit_that_is_not_reported_in_time_is_missed(visit, session):
    visit.state, visit.due_at = "accepted", now() + 48 * HOUR
    session.flush()

    run(hours=47)
    assert visit.state == "accepted"
    run(hours=49)

    session.refresh(visit)
    assert (visit.state, visit.cause) == ("missed", "not_reported")


def test_a_run_that_is_called_off_is_not_visited(visit, session):
    on_run_cancelled(
        session,
        ScheduleCancelled(
            schedule_id=visit.schedule_id,
            course_id=visit.course_id,
            cause="too_few",
            seats_taken=0,
            occurred_at=now(),
            audience=(),
        ),
    )

    assert (visit.state, visit.cause) == ("cancelled", "run_cancelled")


def test_an_institution_is_reminded_and_late_answers_are_noted(visit, session):
    make_seat(session, provider_of(session, visit))
    finding = make_finding(session, visit)

    run(days=8)
    assert "finding-answer-due" in kinds_of_letters(session)
    assert finding.state == "open"
    run(days=11)

    session.refresh(finding)
    assert finding.state == "unanswered"
    assert kinds_of_letters(session).count("finding-answer-due") == 1


def test_what_nobody_appeals_against_weighs_and_becomes_a_warning(visit, session):
    finding = upheld(session, visit, "syllabus", "major")

    run(days=13)
    assert finding.points == 0
    run(days=16)
    run(days=17)

    session.refresh(finding)
    assert (finding.points, finding.effect) == (4, "warning")
    (sanction,) = session.scalars(select(Sanction)).all()
    assert (sanction.severity, sanction.state) == ("warning", "in_force")
    assert sanction.proposed_by == finding.decided_by


def test_points_add_up_and_only_the_one_that_goes_over_a_threshold_leads_to_more(
    visit, session
):
    for number, check in enumerate(("syllabus", "trainers", "duration")):
        until = now() + 14 * DAY + number * HOUR
        upheld(session, visit, check, "major", appeal_until=until)
    mended = upheld(session, visit, "access", "minor", state="mended", is_mended=True)

    run(days=16)

    effects = session.scalars(
        select(Finding.effect).where(Finding.points > 0).order_by(Finding.appeal_until)
    ).all()
    assert effects == ["warning", None, "no_new_starts"]
    session.refresh(mended)
    assert (mended.points, mended.effect) == (0, None)
    found = session.execute(
        select(Sanction.severity, Sanction.state).order_by(Sanction.id)
    ).all()
    assert found == [("warning", "in_force"), ("no_new_starts", "proposed")]


def test_where_the_ladder_has_no_sanction_the_points_stand_alone(visit, session):
    provider_of(session, visit).standing = "terminated"
    finding = upheld(session, visit, "held", "severe")

    run(days=16)

    session.refresh(finding)
    assert (finding.points, finding.effect, finding.sanction_id) == (12, "none", None)


def test_visits_that_are_over_leave_nothing_to_do(visit, session):
    visit.state, visit.closed_at = "cancelled", now()
    session.flush()
    before = session.scalars(select(Visit.state)).all()

    run(days=30)

    assert session.scalars(select(Visit.state)).all() == before
