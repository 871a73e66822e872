"""Writing runs that were decided on, and telling of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.merging import Places
from catalog.courses.models import Course, Mode, Schedule
from catalog.schedules.events import ScheduleAdded, ScheduleChanged
from catalog.schedules.merging import places_of
from catalog.schedules.models import ScheduleEdit
from catalog.schedules.queries import all_concerned
from catalog.schedules.rules import Plan
from catalog.schedules.services.plan import (
    columns_of,
    parts_of,
    times_of,
    write_sessions,
)
from catalog.schedules.standards import RunStandard
from catalog.trainers.services.teach import assign_many
from core.audit.services.record import record_each
from core.bulk import insert_rows, update_rows
from core.events import publish_many
from core.ids import new_id


@dataclass(frozen=True)
class Decided:
    """A run as it will be; `schedule` and `before` are what it was, None for a new
    one."""

    schedule_id: UUID
    course: Course
    plan: Plan
    standard: RunStandard
    schedule: Schedule | None
    before: Plan | None
    is_taught_anew: bool
    moves: bool

    @property
    def mode(self) -> Mode:
        return Mode(self.course.mode)

    @property
    def fields(self) -> list[str]:
        """Those that are another way than before."""
        was, now = self.places
        return sorted(name for name in now if now[name] != was.get(name))

    @property
    def places(self) -> tuple[Places, Places]:
        """What its plan said, nothing if there was none, and says."""
        closes_at = self.plan.closing(self.standard.modes[self.mode])
        now = places_of(replace(self.plan, enrolment_closes_at=closes_at))
        return places_of(self.before) if self.before else {}, now

    @property
    def version(self) -> int:
        return self.schedule.version + 1 if self.schedule else 1


def write_many(
    session: Session,
    decided: Sequence[Decided],
    *,
    provider_id: UUID,
    by: str,
    at: datetime,
) -> None:
    """Write them by one statement for each table. Those that were there are read anew
    by whoever looks at them next."""
    if not decided:
        return
    new = [each for each in decided if each.schedule is None]
    insert_rows(session, Schedule, [_new(each, at=at) for each in new])
    update_rows(
        session,
        Schedule,
        [_changed(each, each.schedule, at=at) for each in decided if each.schedule],
    )
    write_sessions(session, {each.schedule_id: each.plan for each in decided})
    taught = {
        each.schedule_id: (parts_of(each.plan), times_of(each.plan, mode=each.mode))
        for each in decided
        if each.is_taught_anew
    }
    if taught:
        assign_many(session, taught)
    edits = [_edit(each, by=by, at=at) for each in decided if each.before]
    insert_rows(session, ScheduleEdit, edits)
    _tell(session, decided, provider_id=provider_id, at=at)
    for each in decided:
        if each.schedule is not None:
            session.expire(each.schedule)


def _new(each: Decided, *, at: datetime) -> dict[str, Any]:
    return {
        "id": each.schedule_id,
        "course_id": each.course.id,
        "code": code_of(each.course, each.plan, each.schedule_id),
        "seats_taken": 0,
        "is_generated": False,
        "version": 1,
        "terms_version": 1,
        **columns_of(each.plan, each.standard, mode=each.mode, at=at),
    }


def code_of(course: Course, plan: Plan, schedule_id: UUID) -> str:
    """The code of a new run, which people can read."""
    return f"{course.code[:60]}-{plan.starts_at:%Y%m%d}-{schedule_id.hex[-8:]}"


def _changed(each: Decided, schedule: Schedule, *, at: datetime) -> dict[str, Any]:
    return {
        "id": each.schedule_id,
        "version": each.version,
        "terms_version": schedule.terms_version + each.moves,
        **columns_of(each.plan, each.standard, mode=each.mode, at=at),
    }


def _edit(each: Decided, *, by: str, at: datetime) -> dict[str, Any]:
    was, _ = each.places
    return {
        "id": new_id(),
        "schedule_id": each.schedule_id,
        "version": each.version,
        "fields": each.fields,
        "before": {name: was[name] for name in each.fields},
        "by": by,
        "at": at,
    }


def _tell(
    session: Session, decided: Sequence[Decided], *, provider_id: UUID, at: datetime
) -> None:
    for action, is_new in (("schedule.added", True), ("schedule.changed", False)):
        record_each(
            session,
            action=action,
            object_type="schedule",
            after={
                each.schedule_id: _noted(each)
                for each in decided
                if (each.schedule is None) is is_new
            },
            at=at,
        )
    told = all_concerned(
        session, {each.course.id for each in decided}, provider_id=provider_id
    )
    publish_many(
        session, [_event(each, told[each.course.id], at=at) for each in decided]
    )


def _noted(each: Decided) -> dict[str, Any]:
    if each.before is None:
        return added(each.plan)
    return {"version": each.version, "fields": each.fields}


def added(plan: Plan) -> dict[str, Any]:
    """What the audit trail keeps of a new run."""
    return {"starts_at": plan.starts_at.isoformat(), "capacity": plan.capacity}


def _event(
    each: Decided, audience: tuple[UUID, ...], *, at: datetime
) -> ScheduleAdded | ScheduleChanged:
    if each.schedule is None:
        return ScheduleAdded(
            occurred_at=at,
            audience=audience,
            schedule_id=each.schedule_id,
            course_id=each.course.id,
            capacity=each.plan.capacity,
        )
    return ScheduleChanged(
        occurred_at=at,
        audience=audience,
        schedule_id=each.schedule_id,
        course_id=each.course.id,
        edition=each.version,
        moved=each.moves,
        seats_taken=each.schedule.seats_taken,
    )
