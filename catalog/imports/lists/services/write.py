"""Writing what rows say into courses and their drafts, as few statements for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.documents import changed_fields
from catalog.authoring.models import OPEN, Draft, DraftEdit, DraftState
from catalog.authoring.services.edit import all_projected
from catalog.courses.models import Course, CourseStatus
from catalog.imports.lists.models import CourseList
from catalog.imports.lists.rules import merged
from core.bulk import insert_rows, update_rows
from core.database import Json
from core.ids import new_id
from core.names import slug


@dataclass(frozen=True)
class Change:
    """What a row makes of a course: its content, the fields in which that is another,
    and its address."""

    course: Course
    draft: Draft
    content: Json
    fields: list[str]
    link: str | None

    @classmethod
    def of(cls, course: Course, draft: Draft, row: Any) -> Self | None:
        """None if the row does not change the course any more; somebody may have been
        faster, or have sent it to be judged, or retired it."""
        if draft.state not in OPEN or course.status == CourseStatus.RETIRED:
            return None
        content = merged(draft.content, row.patch)
        fields = changed_fields(draft.content, content)
        link = row.link or course.source_url
        if not fields and link == course.source_url:
            return None
        return cls(course, draft, content, fields, link)


def begin_courses(
    session: Session, found: CourseList, rows: Sequence[Any], *, at: datetime
) -> list[UUID]:
    """Begin a course for each row; their ids."""
    if not rows:
        return []
    contents = [merged({}, row.patch) for row in rows]
    columns = all_projected(session, contents)
    courses = [
        _course(found, row, named, at=at)
        for row, named in zip(rows, columns, strict=True)
    ]
    ids = [course["id"] for course in courses]
    insert_rows(session, Course, courses)
    drafts = [
        {
            "course_id": course_id,
            "content": content,
            "version": 1,
            "state": DraftState.EDITING,
            "changed_at": at,
        }
        for course_id, content in zip(ids, contents, strict=True)
    ]
    insert_rows(session, Draft, drafts)
    touched: list[tuple[list[str], Json]] = [(sorted(each), {}) for each in contents]
    _keep_edits(session, found, drafts, touched, at=at)
    return ids


def _course(
    found: CourseList, row: Any, columns: dict[str, Any], *, at: datetime
) -> dict[str, Any]:
    identity = new_id()
    handle = slug(columns["title"])[:48].strip("-") or "course"
    return {
        "id": identity,
        "provider_id": found.provider_id,
        "code": f"{handle}-{identity.hex[-10:]}",
        "source_ref": row.source_ref,
        "source_url": row.link,
        "status": CourseStatus.DRAFT,
        "created_at": at,
        "updated_at": at,
        **columns,
    }


def change_drafts(
    session: Session, found: CourseList, changes: Sequence[Change], *, at: datetime
) -> None:
    """Keep the changes of different courses, which the caller holds."""
    # What was never on sale is listed to its own people under its newest title.
    listed = [each for each in changes if each.course.status == CourseStatus.DRAFT]
    columns = all_projected(session, [each.content for each in listed])
    update_rows(
        session,
        Course,
        [
            {"id": each.course.id, "source_url": each.link, "updated_at": at, **named}
            for each, named in zip(listed, columns, strict=True)
        ],
    )
    update_rows(
        session,
        Course,
        [
            {"id": each.course.id, "updated_at": at}
            for each in changes
            if each.course.status != CourseStatus.DRAFT
        ],
    )
    edited = [each for each in changes if each.fields]
    touched = [(each.fields, _before(each)) for each in edited]
    drafts = [_draft(each, at=at) for each in edited]
    is_stored = [each.draft in session for each in edited]
    both = list(zip(drafts, is_stored, strict=True))
    update_rows(session, Draft, [draft for draft, stored in both if stored])
    insert_rows(session, Draft, [draft for draft, stored in both if not stored])
    _keep_edits(session, found, drafts, touched, at=at)


def _before(change: Change) -> Json:
    """What the fields that change said until now."""
    content = change.draft.content
    return {name: content[name] for name in change.fields if name in content}


def _draft(change: Change, *, at: datetime) -> dict[str, Any]:
    draft = change.draft
    is_over = draft.state in (DraftState.PUBLISHED, DraftState.REJECTED)
    return {
        "course_id": change.course.id,
        "content": change.content,
        "version": draft.version + 1,
        "state": DraftState.EDITING if is_over else draft.state,
        "based_on": draft.based_on,
        "changed_at": at,
    }


def _keep_edits(
    session: Session,
    found: CourseList,
    drafts: Sequence[dict[str, Any]],
    touched: Sequence[tuple[list[str], Json]],
    *,
    at: datetime,
) -> None:
    edits = [
        {
            "id": new_id(),
            "course_id": draft["course_id"],
            "version": draft["version"],
            "fields": fields,
            "before": before,
            "by": found.by,
            "at": at,
        }
        for draft, (fields, before) in zip(drafts, touched, strict=True)
    ]
    insert_rows(session, DraftEdit, edits)
