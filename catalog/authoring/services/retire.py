"""Giving up a course for good, or a draft that was begun by mistake."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.authoring.errors import (
    CourseBeingJudged,
    CourseHasClasses,
    CourseStillListed,
    CourseUnderSanction,
)
from catalog.authoring.events import CourseEnded
from catalog.authoring.models import Draft, DraftState, Retirement
from catalog.authoring.queries import own_course
from catalog.courses.models import Course, CourseStatus
from catalog.offerings.queries import offerings_of_course
from catalog.offerings.services.propose import withdraw_waiting
from catalog.schedules.queries import concerned, own_schedules
from core.audit import record
from core.events import publish

JUDGED = (DraftState.SUBMITTED, DraftState.IN_ASSESSMENT)


def retire_course(
    session: Session,
    course_id: UUID,
    *,
    provider_id: UUID,
    cause: str,
    by: str,
    at: datetime,
) -> Retirement:
    """End an own course, published or not; asked again, nothing changes.

    Proposals that wait for an answer are taken back. Who plans a class, submits a draft
    or accepts a proposal takes the course's row too, so that of two at once the second
    sees what the first did. Raises OwnCourseNotFound, CourseUnderSanction,
    CourseBeingJudged, CourseStillListed or CourseHasClasses. Rule:
    docs/rules/authoring.md, "Retiring a course".
    """
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    done = session.get(Retirement, course.id)
    if done is not None:
        return done
    check_retirable(session, course, at=at)
    withdraw_waiting(session, course, at=at)
    retirement = Retirement(
        course_id=course.id,
        of_status=course.status,
        cause=cause,
        by=by,
        retired_at=at,
    )
    session.add(retirement)
    course.status, course.off_sale_reason = CourseStatus.RETIRED, None
    course.updated_at = at
    _tell(session, course, retirement, at=at)
    session.flush()
    return retirement


def check_retirable(session: Session, course: Course, *, at: datetime) -> None:
    """Raise what keeps a course from being retired now, the first of it."""
    if course.status == CourseStatus.SUSPENDED and not course.approval_ended:
        raise CourseUnderSanction
    draft = session.get(Draft, course.id, populate_existing=True)
    if draft is not None and draft.state in JUDGED:
        raise CourseBeingJudged
    listed = offerings_of_course(course.id).subquery()
    platforms = session.scalar(select(func.count()).select_from(listed)) or 0
    if platforms:
        raise CourseStillListed(count=platforms)
    coming = own_schedules(course.id, coming=True, at=at).subquery()
    classes, seats = session.execute(
        select(func.count(), func.coalesce(func.sum(coming.c.seats_taken), 0))
    ).one()
    if classes:
        raise CourseHasClasses(count=classes, seats=int(seats))


def _tell(
    session: Session, course: Course, retirement: Retirement, *, at: datetime
) -> None:
    record(
        session,
        action="course.retired",
        object_type="course",
        object_id=course.id,
        at=at,
        reason=retirement.cause or None,
        before={"status": retirement.of_status},
        after={"status": course.status},
    )
    publish(
        session,
        CourseEnded(
            occurred_at=at,
            audience=concerned(
                session, provider_id=course.provider_id, course_id=course.id
            ),
            course_id=course.id,
        ),
    )
