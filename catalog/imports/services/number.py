"""Giving what a list put on sale its number, as all that is published has one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session

from catalog.authoring.models import Revision
from catalog.authoring.queries import imported_content
from catalog.courses.models import Course, CourseStatus
from core.database import Json
from core.ids import new_id


def number_published(
    session: Session, course_ids: Sequence[UUID], *, at: datetime
) -> None:
    """Keep what each of these courses that is on sale says now as its next revision.

    What a list does not tell, such as a syllabus that was written here, stays as the
    revision before said it. Three queries, whatever the number of courses.
    """
    on_sale = and_(Course.id.in_(course_ids), Course.status == CourseStatus.PUBLISHED)
    before = and_(Revision.course_id == Course.id, Revision.number == Course.revision)
    courses = session.execute(
        select(Course, Revision.content).outerjoin(Revision, before).where(on_sale)
    ).all()
    if not courses:
        return
    session.execute(
        insert(Revision),
        [
            {
                "id": new_id(),
                "course_id": course.id,
                "number": (course.revision or 0) + 1,
                "content": _told(course, content or {}),
                "published_at": at,
            }
            for course, content in courses
        ],
    )
    session.execute(
        update(Course)
        .where(on_sale)
        .values(revision=func.coalesce(Course.revision, 0) + 1)
        .execution_options(synchronize_session="fetch")
    )


def _told(course: Course, before: Json) -> Json:
    told = imported_content(course)
    both = {**before.get("title", {}), **told["title"]}
    return {**before, **told, "title": both}
