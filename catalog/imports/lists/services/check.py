"""The dry run: every row is read, nothing of the catalogue is changed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from catalog.authoring.errors import TooManyDrafts
from catalog.authoring.models import OPEN, Draft
from catalog.courses.models import Course
from catalog.imports.cells.kinds import BEING_JUDGED, ROW_REPEATED, TITLE_TAKEN
from catalog.imports.lists.errors import CourseListStateWrong
from catalog.imports.lists.models import CourseList, CourseListRow, ListState, Outcome
from catalog.imports.lists.queries import courses_of, drafts_of, own_list
from catalog.imports.lists.rules import SILENCE, merged, source_ref
from catalog.imports.lists.services.begin import check_room_for
from catalog.imports.lists.services.receive import forget_rows
from catalog.imports.mapping import RowRead


def ask_for_check(
    session: Session, list_id: UUID, *, provider_id: UUID, at: datetime
) -> CourseList:
    """Begin a dry run; the caller puts the job on the queue.

    One that is running is left alone, unless nothing was heard of it for ten minutes.
    Raises CourseListNotFound or CourseListStateWrong.
    """
    found = own_list(session, list_id, provider_id=provider_id, lock=True)
    is_lost = found.state == ListState.CHECKING and at - found.changed_at > SILENCE
    if not is_lost and found.state not in (ListState.UPLOADED, ListState.CHECKED):
        raise CourseListStateWrong(state=found.state)
    forget_rows(session, found)
    found.state, found.problem = ListState.CHECKING, None
    found.changed_at = at
    session.flush()
    return found


def begin_check(session: Session, list_id: UUID) -> CourseList | None:
    """Take the reading of a list over from whoever reads it, with a `run` of one's own;
    None if nobody wants it read.

    A job that was thought dead and goes on beside its successor says nothing any more.
    """
    found = session.scalar(
        select(CourseList)
        .where(CourseList.id == list_id, CourseList.state == ListState.CHECKING)
        .with_for_update()
    )
    if found is not None:
        forget_rows(session, found)
        found.run += 1
        session.flush()
    return found


def end_check(session: Session, found: CourseList, *, at: datetime) -> None:
    """Everything was read. That there is no room for what would begin is said now."""
    found.state, found.changed_at = ListState.CHECKED, at
    try:
        check_room_for(session, found)
    except TooManyDrafts as refused:
        found.problem = refused.slug


class Seen:
    """What the rows before had, and the titles that the institution has already."""

    def __init__(self, titles: dict[str, str]) -> None:
        self.titles = titles
        self.first: dict[str, int] = {}


def keep_rows(
    session: Session, found: CourseList, rows: list[RowRead], seen: Seen
) -> None:
    """Write down what a few rows would do, and count them."""
    refs = {row.number: source_ref(row.reference, row.key) for row in rows}
    codes = [row.reference for row in rows if row.reference]
    courses = courses_of(session, found.provider_id, list(refs.values()), codes)
    drafts = drafts_of(
        session, list({each.id: each for each in courses.values()}.values())
    )
    kept = []
    for row in rows:
        course = courses.get(refs[row.number]) or courses.get(row.reference or "")
        outcome = _outcome(row, refs[row.number], course, drafts, seen)
        kept.append(_kept(found.id, row, refs[row.number], outcome))
    session.execute(insert(CourseListRow), kept)
    counted = Counter(each["outcome"] for each in kept)
    found.counts = dict(Counter(found.counts) + counted)
    found.position = rows[-1].number


def _outcome(
    row: RowRead,
    ref: str,
    course: Course | None,
    drafts: dict[UUID, Draft],
    seen: Seen,
) -> Outcome:
    if row.is_rejected:
        return Outcome.REJECTED
    # One course under two names of its own is one course.
    identity = str(course.id) if course else ref
    first = seen.first.setdefault(identity, row.number)
    if first != row.number:
        row.report(ROW_REPEATED, "", row.key, first_row=first)
        return Outcome.CONFLICT
    if course is None:
        taken = seen.titles.setdefault(row.key, "")
        if taken:
            row.report(TITLE_TAKEN, "", row.key, code=taken)
            return Outcome.CONFLICT
        return Outcome.CREATE
    draft = drafts[course.id]
    same_link = row.link is None or row.link == course.source_url
    if merged(draft.content, row.patch) == draft.content and same_link:
        return Outcome.UNCHANGED
    if draft.state not in OPEN:
        row.report(BEING_JUDGED, "", row.key)
        return Outcome.CONFLICT
    return Outcome.CHANGE


def _kept(list_id: UUID, row: RowRead, ref: str, outcome: Outcome) -> dict[str, Any]:
    title = row.patch.get("title", {})
    return {
        "list_id": list_id,
        "number": row.number,
        "outcome": outcome,
        "title": title.get("id") or title.get("en") or "",
        "source_ref": ref,
        "reference": row.reference,
        "link": row.link,
        "patch": row.patch,
        "findings": list(_findings(row)),
    }


def _findings(row: RowRead) -> Iterable[dict[str, Any]]:
    for finding in row.findings:
        yield {
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "severity": finding.severity.value,
            "code": finding.code,
            "message": {"en": finding.message.en, "id": finding.message.id},
        }
