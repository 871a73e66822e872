"""Bringing the good rows of a checked list into drafts, a few at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from catalog.authoring.models import Draft
from catalog.courses.models import Course
from catalog.imports.lists.models import CourseList, CourseListRow, ListState, Outcome
from catalog.imports.lists.queries import courses_of, drafts_of
from catalog.imports.lists.services.plan import plan_runs
from catalog.imports.lists.services.write import Change, begin_courses, change_drafts
from core.audit.services.record import record_many

CHUNK = 500
_DOES = (Outcome.CREATE, Outcome.CHANGE, Outcome.RUN)
_SAID = (
    CourseListRow.number,
    CourseListRow.outcome,
    CourseListRow.source_ref,
    CourseListRow.reference,
    CourseListRow.link,
    CourseListRow.patch,
    CourseListRow.run,
    CourseListRow.findings,
)
Rows = Sequence[Row[*tuple[Any, ...]]]


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
    rows = _next_rows(session, found)
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


def _next_rows(session: Session, found: CourseList) -> Rows:
    """The first row that does anything, and those of the next ones that do.

    Each outcome's first is a single step in its index, and the rest is bounded by its
    numbers: what is asked for costs the same at the end of a list as at its beginning.
    """
    mine = CourseListRow.list_id == found.id
    firsts = (
        select(func.min(CourseListRow.number))
        .where(mine, CourseListRow.outcome == each)
        .where(CourseListRow.number > found.position)
        .scalar_subquery()
        for each in _DOES
    )
    first = session.scalar(select(func.least(*firsts)))
    if first is None:
        return ()
    return session.execute(
        select(*_SAID)
        .where(mine, CourseListRow.number.between(first, first + CHUNK - 1))
        .where(CourseListRow.outcome.in_(_DOES))
        .order_by(CourseListRow.number)
    ).all()


def _apply(session: Session, found: CourseList, rows: Rows, *, at: datetime) -> None:
    refs = [row.source_ref for row in rows]
    codes = [row.reference for row in rows if row.reference]
    courses = courses_of(session, found.provider_id, refs, codes)
    drafts = _locked_drafts(session, courses)
    new, skipped = [], 0
    changes: dict[UUID, Change] = {}
    for row in rows:
        if row.outcome == Outcome.RUN:
            continue
        course = courses.get(row.source_ref) or courses.get(row.reference or "")
        if course is None:
            new.append(row)
        elif course.id not in changes and (
            change := Change.of(course, drafts[course.id], row)
        ):
            changes[course.id] = change
        else:
            skipped += 1
    created = begin_courses(session, found, new, at=at)
    change_drafts(session, found, list(changes.values()), at=at)
    _tell(session, found, created, list(changes), at=at)
    planned = plan_runs(session, found, rows, at=at)
    found.done = {
        "created": found.done["created"] + len(created),
        "changed": found.done["changed"] + len(changes),
        "runs": found.done.get("runs", 0) + planned.planned,
        "skipped": found.done["skipped"] + skipped + planned.refused,
    }


def _locked_drafts(session: Session, courses: dict[str, Course]) -> dict[UUID, Draft]:
    """Nobody edits these courses until the transaction ends; locked in one order."""
    if not courses:
        return {}
    ids = sorted({course.id for course in courses.values()})
    locked = session.scalars(
        select(Course)
        .where(Course.id.in_(ids))
        .order_by(Course.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    return drafts_of(session, locked)


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
