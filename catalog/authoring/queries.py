"""Reads of an institution's own courses, their drafts and their revisions."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from catalog.authoring.errors import (
    CourseRetired,
    OwnCourseNotFound,
    RevisionNotFound,
)
from catalog.authoring.models import Draft, DraftEdit, DraftState, Retirement, Revision
from catalog.authoring.since import MOST_EDITS
from catalog.courses.models import Course, CourseStatus
from core.database import Json


def own_course(
    session: Session, course_id: UUID, *, provider_id: UUID, lock: bool = False
) -> Course:
    """A course of this institution, in whatever state; raises OwnCourseNotFound.

    `lock` keeps others from editing or publishing it until the transaction ends.
    """
    query = select(Course).where(
        Course.id == course_id, Course.provider_id == provider_id
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    course = session.scalar(query)
    if course is None:
        raise OwnCourseNotFound
    return course


def course_at_work(session: Session, course_id: UUID, *, provider_id: UUID) -> Course:
    """The same, held, to be worked on; raises OwnCourseNotFound or CourseRetired."""
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    if course.status == CourseStatus.RETIRED:
        raise CourseRetired
    return course


def ever_public() -> ColumnElement[bool]:
    """Over Course: everybody could once see it."""
    discarded = exists().where(
        Retirement.course_id == Course.id, Retirement.of_status == CourseStatus.DRAFT
    )
    return and_(Course.status != CourseStatus.DRAFT, ~discarded)


def held_courses(
    session: Session, course_ids: Collection[UUID], *, provider_id: UUID
) -> dict[UUID, Course]:
    """Those of the courses that are the institution's; nobody edits or publishes them
    until the transaction ends. Locked in one order."""
    found = session.scalars(
        select(Course)
        .where(Course.id.in_(course_ids), Course.provider_id == provider_id)
        .order_by(Course.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {course.id: course for course in found}


def own_courses(
    provider_id: UUID,
    *,
    state: str | None = None,
    status: str | None = None,
    words: str = "",
) -> Select[*tuple[Any, ...]]:
    """The courses of an institution with the states of their drafts, without retired
    ones unless `status` asks for them; with `words`, those in whose title or code they
    stand."""
    query = (
        select(
            Course.id,
            Course.code,
            Course.title,
            Course.status,
            Draft.state,
            Course.revision.label("published_revision"),
            Course.updated_at,
        )
        .outerjoin(Draft, Draft.course_id == Course.id)
        .where(Course.provider_id == provider_id)
    )
    if state is not None:
        query = query.where(Draft.state == state)
    if status is None:
        query = query.where(Course.status != CourseStatus.RETIRED)
    else:
        query = query.where(Course.status == status)
    if words:
        query = query.where(
            or_(
                Course.title.icontains(words, autoescape=True),
                Course.title_en.icontains(words, autoescape=True),
                Course.code.icontains(words, autoescape=True),
            )
        )
    return query


def drafts_of(session: Session, course_ids: Collection[UUID]) -> dict[UUID, Draft]:
    """The stored drafts of some courses, by course."""
    drafts = session.scalars(select(Draft).where(Draft.course_id.in_(course_ids)))
    return {draft.course_id: draft for draft in drafts}


def edits_since(session: Session, course_id: UUID, version: int) -> Sequence[DraftEdit]:
    """Who changed which fields after a version, the earliest first; of very many the
    latest."""
    latest = session.scalars(
        select(DraftEdit)
        .where(DraftEdit.course_id == course_id, DraftEdit.version > version)
        .order_by(DraftEdit.version.desc())
        .limit(MOST_EDITS)
    ).all()
    return latest[::-1]


def revision_numbered(session: Session, course_id: UUID, number: int) -> Revision:
    """Raises RevisionNotFound."""
    found = session.scalar(
        select(Revision).where(
            Revision.course_id == course_id, Revision.number == number
        )
    )
    if found is None:
        raise RevisionNotFound
    return found


def revisions_of(course_id: UUID) -> Select[Revision]:
    """All that was published of a course."""
    return select(Revision).where(Revision.course_id == course_id)


def draft_of(session: Session, course: Course) -> Draft:
    """The stored draft of a course, or the one that editing it would begin with, which
    is not stored before somebody changes it."""
    return session.get(Draft, course.id) or Draft(
        course_id=course.id,
        content=published_content(session, course),
        version=1,
        state=DraftState.EDITING,
        based_on=course.revision,
        changed_at=course.updated_at,
    )


def published_content(session: Session, course: Course) -> Json:
    """What the published revision says, or what was imported of a course that has
    none."""
    if course.revision is None:
        return imported_content(course)
    return revision_numbered(session, course.id, course.revision).content


def imported_content(course: Course) -> Json:
    """As much of a content as a list of courses tells."""
    content: Json = {
        "title": {"id": course.title},
        "category": course.category,
        "mode": course.mode,
        "languages": [course.language],
        "list_price": course.list_price,
    }
    if course.summary:
        content["summary"] = {"id": course.summary}
    if course.discount_bps is not None:
        content["discount_bps"] = course.discount_bps
    return content


def unpublished_count(session: Session, provider_id: UUID) -> int:
    """How many courses an institution has that were never published."""
    mine = select(func.count(Course.id)).where(
        Course.provider_id == provider_id, Course.status == CourseStatus.DRAFT
    )
    return session.scalar(mine) or 0
