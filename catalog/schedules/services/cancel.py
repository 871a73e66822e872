"""Calling a run off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.queries import own_course
from catalog.courses.errors import ScheduleStarted
from catalog.courses.models import CancelReason, Schedule
from catalog.schedules.events import ScheduleCancelled
from catalog.schedules.queries import concerned, own_schedule
from catalog.trainers.services.teach import release
from core.audit import record
from core.events import publish


def cancel_schedule(
    session: Session,
    course_id: UUID,
    schedule_id: UUID,
    *,
    provider_id: UUID,
    reason: CancelReason,
    explanation: str,
    at: datetime,
) -> Schedule:
    """Call a run off before it starts; from the commit on nobody buys a seat of it.

    What follows for those who hold one is worked off by the floors above (event
    `schedule.cancelled`). Asked again, it stays as it was first said. Raises
    OwnCourseNotFound, OwnScheduleNotFound or ScheduleStarted.
    """
    course = own_course(session, course_id, provider_id=provider_id)
    schedule = own_schedule(session, schedule_id, course_id=course.id, lock=True)
    if schedule.cancelled_at is not None:
        return schedule
    if at >= schedule.starts_at:
        raise ScheduleStarted(starts_at=schedule.starts_at.isoformat())
    schedule.cancelled_at = schedule.changed_at = at
    schedule.cancel_reason, schedule.cancel_explanation = reason, explanation
    schedule.version += 1
    release(session, schedule.id)
    record(
        session,
        action="schedule.cancelled",
        object_type="schedule",
        object_id=schedule.id,
        at=at,
        reason=reason,
        after={"seats_taken": schedule.seats_taken},
    )
    publish(
        session,
        ScheduleCancelled(
            occurred_at=at,
            audience=concerned(session, provider_id=provider_id, course_id=course.id),
            schedule_id=schedule.id,
            course_id=course.id,
            cause=reason,
            seats_taken=schedule.seats_taken,
        ),
    )
    session.flush()
    return schedule
