"""Putting an imported draft on sale, after somebody looked at it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus
from catalog.imports.errors import DraftNotFound
from catalog.imports.services.number import number_published
from core.audit.services.record import record


def publish_draft(session: Session, *, course_id: UUID, at: datetime) -> Course:
    """Confirm what was read from the list and publish the course.

    Raises DraftNotFound for anything that is not a draft (any more): of two who decide
    at once, one publishes.
    """
    course = session.scalar(
        select(Course)
        .where(Course.id == course_id, Course.status == CourseStatus.DRAFT)
        .with_for_update()
    )
    if course is None:
        raise DraftNotFound
    course.status = CourseStatus.PUBLISHED
    course.updated_at = at
    record(
        session,
        action="course.published",
        object_type="course",
        object_id=course.id,
        before={"status": CourseStatus.DRAFT.value},
        after={"status": CourseStatus.PUBLISHED.value},
        at=at,
    )
    session.flush()
    number_published(session, [course.id], at=at)
    return course
