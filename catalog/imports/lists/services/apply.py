"""Bringing the good rows of a checked list into drafts, a few at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from catalog.authoring.documents import changed_fields
from catalog.authoring.models import OPEN, Draft, DraftEdit, DraftState
from catalog.authoring.services.edit import projected
from catalog.courses.models import Category, Course, CourseStatus
from catalog.imports.lists.models import CourseList, CourseListRow, ListState, Outcome
from catalog.imports.lists.queries import courses_of, drafts_of
from catalog.imports.lists.rules import merged
from catalog.imports.lists.services.plan import plan_runs
from core.audit.services.record import record_many
from core.ids import new_id
from core.names import slug

CHUNK = 250
_DOES = (Outcome.CREATE, Outcome.CHANGE, Outcome.RUN)


def apply_some(session: Session, list_id: UUID, *, at: datetime) -> bool:
    """Apply the next rows in the transaction that remembers them; whether more wait.

    The list's row is held, so that each row is applied once however many jobs run, and
    after any of them was killed.
    """
    found = session.scalar(
        select(CourseList).where(CourseList.id == list_id).with_for_update()
    )
    if found is None or found.state != ListState.APPLYING:
        return False
    take_turns(session, found.provider_id)
    rows = session.scalars(
        select(CourseListRow)
        .where(
            CourseListRow.list_id == list_id,
            CourseListRow.number > found.position,
            CourseListRow.outcome.in_(_DOES),
        )
        .order_by(CourseListRow.number)
        .limit(CHUNK)
    ).all()
    if rows:
        _apply(session, found, rows, at=at)
        found.position = rows[-1].number
    else:
        found.state = ListState.APPLIED
    found.changed_at = at
    session.flush()
    return bool(rows)


def take_turns(session: Session, provider_id: UUID) -> None:
    """What two lists of an institution do to its courses, they do one after the other,
    until the transaction ends."""
    key = func.hashtextextended(f"course_lists:{provider_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def _apply(
    session: Session, found: CourseList, rows: Sequence[CourseListRow], *, at: datetime
) -> None:
    # Held for as long as the rows are projected, which looks each category up.
    categories = session.scalars(select(Category)).all()
    refs = [row.source_ref for row in rows]
    codes = [row.reference for row in rows if row.reference]
    courses = courses_of(session, found.provider_id, refs, codes)
    drafts = _locked_drafts(session, courses)
    new, changed, skipped = [], [], 0
    for row in rows:
        if row.outcome == Outcome.RUN:
            continue
        course = courses.get(row.source_ref) or courses.get(row.reference or "")
        if course is None:
            new.append(row)
        elif _change(session, found, course, drafts[course.id], row, at=at):
            changed.append(course.id)
        else:
            skipped += 1
    created = _create(session, found, new, at=at)
    del categories
    _tell(session, found, created, changed, at=at)
    planned = plan_runs(session, found, rows, at=at)
    found.done = {
        "created": found.done["created"] + len(created),
        "changed": found.done["changed"] + len(changed),
        "runs": found.done.get("runs", 0) + planned.planned,
        "skipped": found.done["skipped"] + skipped + planned.refused,
    }


def _locked_drafts(session: Session, courses: dict[str, Course]) -> dict[UUID, Draft]:
    """Nobody edits these courses until the transaction ends; locked in one order."""
    ids = sorted({course.id for course in courses.values()})
    locked = session.scalars(
        select(Course)
        .where(Course.id.in_(ids))
        .order_by(Course.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    return drafts_of(session, locked)


def _create(
    session: Session,
    found: CourseList,
    rows: Sequence[CourseListRow],
    *,
    at: datetime,
) -> list[UUID]:
    if not rows:
        return []
    courses, drafts, edits = [], [], []
    for row in rows:
        course = _course(session, found, row, at=at)
        courses.append(course)
        content = merged({}, row.patch)
        drafts.append(
            {
                "course_id": course["id"],
                "content": content,
                "version": 1,
                "state": DraftState.EDITING,
                "changed_at": at,
            }
        )
        edits.append(_edit(course["id"], 1, sorted(content), found, at=at))
    session.execute(insert(Course), courses)
    session.execute(insert(Draft), drafts)
    session.execute(insert(DraftEdit), edits)
    return [course["id"] for course in courses]


def _course(
    session: Session, found: CourseList, row: CourseListRow, *, at: datetime
) -> dict[str, Any]:
    identity = new_id()
    columns = projected(session, merged({}, row.patch))
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


def _edit(
    course_id: UUID, version: int, fields: list[str], found: CourseList, *, at: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "course_id": course_id,
        "version": version,
        "fields": fields,
        "by": found.by,
        "at": at,
    }


def _change(
    session: Session,
    found: CourseList,
    course: Course,
    draft: Draft,
    row: CourseListRow,
    *,
    at: datetime,
) -> bool:
    """Whether the row still changes the course; somebody may have been faster, or have
    sent it to be judged."""
    if draft.state not in OPEN:
        return False
    content = merged(draft.content, row.patch)
    fields = changed_fields(draft.content, content)
    new_link = row.link is not None and row.link != course.source_url
    if not fields and not new_link:
        return False
    if course.status == CourseStatus.DRAFT:
        course.source_url = row.link or course.source_url
        for name, value in projected(session, content).items():
            setattr(course, name, value)
    course.updated_at = at
    if fields:
        draft.content = content
        draft.version += 1
        draft.changed_at = at
        if draft.state in (DraftState.PUBLISHED, DraftState.REJECTED):
            draft.move(DraftState.EDITING, at=at)
        session.add(draft)
        session.flush()
        session.add(DraftEdit(**_edit(course.id, draft.version, fields, found, at=at)))
    return True


def _tell(
    session: Session,
    found: CourseList,
    created: list[UUID],
    changed: list[UUID],
    *,
    at: datetime,
) -> None:
    for action, ids in (
        ("course.started", created),
        ("course.draft_edited", changed),
    ):
        record_many(
            session,
            action=action,
            object_type="course",
            object_ids=ids,
            after={"list": str(found.id)},
            at=at,
        )
