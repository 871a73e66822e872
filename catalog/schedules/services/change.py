"""Changing a run that people may hold seats of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.queries import own_course
from catalog.courses.errors import ScheduleStarted
from catalog.courses.models import Mode, Schedule
from catalog.schedules.errors import (
    CapacityBelowTaken,
    NoticeTooShort,
    ScheduleCancelledAlready,
)
from catalog.schedules.events import ScheduleChanged
from catalog.schedules.queries import (
    check_reference,
    concerned,
    own_schedule,
    plan_of,
)
from catalog.schedules.rules import Plan
from catalog.schedules.services.edits import keep_edit, stale_run
from catalog.schedules.services.plan import (
    check_plan,
    give_trainers,
    standard_at,
    write_plan,
)
from catalog.schedules.standards import RunStandard
from core.audit import record
from core.events import publish


def change_schedule(
    session: Session,
    course_id: UUID,
    schedule_id: UUID,
    *,
    provider_id: UUID,
    patch: Mapping[str, Any],
    version: int,
    zone: str,
    by: str,
    at: datetime,
) -> Schedule:
    """Keep the fields of `patch` (those of Plan) as a change of `version`, made `by` an
    account or a client.

    Buyers wait at the row until the commit, and go on only if times and place are still
    those that they were shown (`terms_version`). What changes nothing keeps the
    version. Raises OwnCourseNotFound, OwnScheduleNotFound, ScheduleVersionChanged,
    ScheduleCancelledAlready, ScheduleStarted, ScheduleReferenceTaken, ScheduleUnfit,
    CapacityBelowTaken, NoticeTooShort, TooFewTrainers, TooFewAssistants or TrainerBusy.
    """
    # Of two who give runs of a course the same number, one goes first.
    is_numbered = "reference" in patch
    course = own_course(session, course_id, provider_id=provider_id, lock=is_numbered)
    schedule = own_schedule(session, schedule_id, course_id=course.id, lock=True)
    before = plan_of(session, schedule, zone=zone)
    # Of a run that is over nobody has to decide anything.
    check_open(schedule, at=at)
    if version != schedule.version:
        raise stale_run(session, schedule, before, patch, since=version)
    after = changed_plan(before, patch)
    if after == before:
        return schedule
    if after.reference != before.reference:
        check_reference(session, course.id, after.reference)
    standard = standard_at(at, zone=after.zone)
    is_taught_anew = is_taught_otherwise(before, after)
    check_plan(
        session,
        course,
        after,
        standard,
        is_new_time=is_at_another_time(before, after),
        is_taught_anew=is_taught_anew,
        at=at,
    )
    check_holders(schedule, before, after, standard, at=at)
    moves = is_moved(before, after)
    schedule.version += 1
    schedule.terms_version += moves
    write_plan(session, schedule, after, standard, mode=Mode(course.mode), at=at)
    if is_taught_anew:
        give_trainers(session, schedule, after, mode=Mode(course.mode))
    fields = keep_edit(session, schedule, before, by=by, at=at)
    _tell(session, schedule, provider_id, fields, moves=moves, at=at)
    return schedule


def check_open(schedule: Schedule, *, at: datetime) -> None:
    """Raise ScheduleCancelledAlready or ScheduleStarted: then nothing changes."""
    if schedule.cancelled_at is not None:
        raise ScheduleCancelledAlready(cancelled_at=schedule.cancelled_at.isoformat())
    if at >= schedule.starts_at:
        raise ScheduleStarted(starts_at=schedule.starts_at.isoformat())


def changed_plan(before: Plan, patch: Mapping[str, Any]) -> Plan:
    """The plan with these fields. A run that moves closes for enrolment as late as is
    allowed, unless said."""
    moves = patch.get("sessions", before.sessions) != before.sessions
    closing = {"enrolment_closes_at": None} if moves else {}
    return replace(before, **(closing | dict(patch)))


def is_at_another_time(before: Plan, after: Plan) -> bool:
    return (after.sessions, after.enrolment_closes_at) != (
        before.sessions,
        before.enrolment_closes_at,
    )


def is_taught_otherwise(before: Plan, after: Plan) -> bool:
    """By others, at other times or for more seats. Whoever wants to sell fewer seats
    may, even where trainers are missing."""
    return after.capacity > before.capacity or (
        (after.trainers, after.assistants, after.sessions)
        != (before.trainers, before.assistants, before.sessions)
    )


def is_moved(before: Plan, after: Plan) -> bool:
    """To other times or another place, which are the terms of a seat."""
    return (after.sessions, after.where) != (before.sessions, before.where)


def check_holders(
    schedule: Schedule,
    before: Plan,
    after: Plan,
    standard: RunStandard,
    *,
    at: datetime,
) -> None:
    """Raise CapacityBelowTaken or NoticeTooShort, for the sake of those who hold
    seats."""
    taken = schedule.seats_taken
    if after.capacity < taken:
        raise CapacityBelowTaken(taken=taken, capacity=after.capacity)
    notice = timedelta(hours=standard.notice_hours)
    if (
        taken
        and is_moved(before, after)
        and min(before.starts_at, after.starts_at) < at + notice
    ):
        raise NoticeTooShort(taken=taken, hours=standard.notice_hours)


def _tell(
    session: Session,
    schedule: Schedule,
    provider_id: UUID,
    fields: list[str],
    *,
    moves: bool,
    at: datetime,
) -> None:
    record(
        session,
        action="schedule.changed",
        object_type="schedule",
        object_id=schedule.id,
        at=at,
        after={"version": schedule.version, "fields": fields},
    )
    publish(
        session,
        ScheduleChanged(
            occurred_at=at,
            audience=concerned(
                session, provider_id=provider_id, course_id=schedule.course_id
            ),
            schedule_id=schedule.id,
            course_id=schedule.course_id,
            edition=schedule.version,
            moved=moves,
            seats_taken=schedule.seats_taken,
        ),
    )
    session.flush()
