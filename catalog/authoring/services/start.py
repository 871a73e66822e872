"""Beginning a course."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.documents import patched
from catalog.authoring.limits import check_room
from catalog.authoring.models import Draft, DraftEdit
from catalog.authoring.services.edit import projected
from catalog.courses.models import Course, CourseStatus
from core.audit import record
from core.ids import new_id
from core.names import slug
from partners.organisations.models import Organisation


def start_course(
    session: Session,
    *,
    provider_id: UUID,
    content: Mapping[str, Any],
    by: str,
    at: datetime,
) -> tuple[Course, Draft]:
    """Begin a course with as much of its content as there is; nobody else sees it.

    Raises TooManyDrafts. Takes the institution's row, so that the count holds.
    """
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == provider_id)
        .with_for_update(key_share=True)
    )
    check_room(session, provider_id, more=1)
    kept = patched({}, content)
    course_id = new_id()
    handle = course_id.hex[-10:]
    columns = projected(session, kept)
    course = Course(
        id=course_id,
        provider_id=provider_id,
        code=f"{slug(columns['title'])[:48].strip('-') or 'course'}-{handle}",
        source_ref=f"authored:{course_id}",
        status=CourseStatus.DRAFT,
        created_at=at,
        updated_at=at,
        **columns,
    )
    session.add(course)
    session.flush()
    draft = Draft(course_id=course.id, content=kept, version=1, changed_at=at)
    session.add(draft)
    session.flush()
    session.add(
        DraftEdit(course_id=course.id, version=1, fields=sorted(kept), by=by, at=at)
    )
    record(
        session,
        action="course.started",
        object_type="course",
        object_id=course.id,
        at=at,
        after={"fields": sorted(kept)},
    )
    session.flush()
    return course, draft
