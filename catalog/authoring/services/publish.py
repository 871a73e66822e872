"""Publishing what was approved, as a new revision."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.errors import DraftStateWrong
from catalog.authoring.events import CourseRevisionPublished
from catalog.authoring.models import Draft, DraftState, Revision
from catalog.authoring.queries import course_at_work, draft_of, imported_content
from catalog.authoring.services.edit import projected
from catalog.courses.models import Course, CourseStatus, Offering
from core.audit import record
from core.events import publish


def publish_approved(
    session: Session, course_id: UUID, *, provider_id: UUID, at: datetime
) -> tuple[Course, Draft]:
    """Put an approved draft on sale as the course's next revision.

    What was published before stays as it was. A course that a sanction or its own
    institution took off sale stays off sale; one whose approval had ended is sold
    again. Raises OwnCourseNotFound, CourseRetired or DraftStateWrong.
    """
    course = course_at_work(session, course_id, provider_id=provider_id)
    draft = draft_of(session, course)
    if draft.state != DraftState.APPROVED:
        raise DraftStateWrong(state=draft.state)
    revision = add_revision(session, course, draft.content, at=at)
    for name, value in projected(session, draft.content).items():
        setattr(course, name, value)
    if course.status == CourseStatus.DRAFT or course.approval_ended:
        course.status, course.off_sale_reason = CourseStatus.PUBLISHED, None
    course.updated_at = at
    draft.move(DraftState.PUBLISHED, at=at)
    draft.based_on = revision.number
    record(
        session,
        action="course.published",
        object_type="course",
        object_id=course.id,
        at=at,
        after={"revision": revision.number},
    )
    publish(
        session,
        CourseRevisionPublished(
            occurred_at=at,
            audience=_concerned(session, course),
            course_id=course.id,
            number=revision.number,
        ),
    )
    session.flush()
    return course, draft


def add_revision(
    session: Session, course: Course, content: dict[str, object], *, at: datetime
) -> Revision:
    """The next revision of a course whose row the caller holds. What was imported and
    sold before anybody wrote here becomes the first."""
    last = course.revision
    if last is None and course.status != CourseStatus.DRAFT:
        session.add(
            Revision(
                course_id=course.id,
                number=1,
                content=imported_content(course),
                published_at=course.updated_at,
            )
        )
        last = 1
    revision = Revision(
        course_id=course.id,
        number=(last or 0) + 1,
        content=content,
        published_at=at,
    )
    session.add(revision)
    course.revision = revision.number
    session.flush()
    return revision


def _concerned(session: Session, course: Course) -> tuple[UUID, ...]:
    platforms = session.scalars(
        select(Offering.platform_id).where(
            Offering.course_id == course.id, Offering.withdrawn_at.is_(None)
        )
    ).all()
    return (course.provider_id, *platforms)
