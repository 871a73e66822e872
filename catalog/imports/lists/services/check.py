"""The dry run: every row is read, nothing of the catalogue is changed."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.errors import TooManyDrafts
from catalog.authoring.models import OPEN, Draft
from catalog.courses.models import Course, CourseStatus
from catalog.imports.cells.date_kinds import RUN_CANCELLED
from catalog.imports.cells.kinds import (
    BEING_JUDGED,
    COURSE_RETIRED,
    ROW_REPEATED,
    TITLE_TAKEN,
)
from catalog.imports.lists.concepts import Concepts
from catalog.imports.lists.errors import CourseListStateWrong, MappingUnusable
from catalog.imports.lists.models import CourseList, CourseListRow, ListState, Outcome
from catalog.imports.lists.queries import (
    courses_of,
    drafts_of,
    mapping_of,
    own_list,
)
from catalog.imports.lists.rules import SILENCE, merged, source_ref
from catalog.imports.lists.runs import (
    Runs,
    Taught,
    changed_fields_of,
    plan_from,
    runs_of,
)
from catalog.imports.lists.services.begin import check_room_for
from catalog.imports.lists.services.receive import forget_rows
from catalog.imports.lists.unfit import report_unfit
from catalog.imports.mapping import RowRead
from catalog.imports.mapping.documents import problems
from core.bulk import insert_rows


def ask_for_check(
    session: Session, list_id: UUID, *, provider_id: UUID, at: datetime
) -> CourseList:
    """Begin a dry run; the caller puts the job on the queue.

    One that is running is left alone, unless nothing was heard of it for ten minutes.
    Raises CourseListNotFound, CourseListStateWrong, or MappingUnusable, as the guessed
    mapping of a list is where no column was known for the title.
    """
    found = own_list(session, list_id, provider_id=provider_id, lock=True)
    is_lost = found.state == ListState.CHECKING and at - found.changed_at > SILENCE
    if not is_lost and found.state not in (ListState.UPLOADED, ListState.CHECKED):
        raise CourseListStateWrong(state=found.state)
    if wrong := problems(mapping_of(found), found.columns):
        raise MappingUnusable(count=len(wrong), problems=wrong)
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
    """What the rows before had, and the titles that the institution has already. `told`
    is of each course that rows with runs are about, how it is taught and what they say
    of it; `runs` are those that rows had."""

    def __init__(self, titles: dict[str, str]) -> None:
        self.titles = titles
        self.first: dict[str, int] = {}
        self.told: dict[str, tuple[Taught, str]] = {}
        self.runs: set[tuple[str, str]] = set()
        self.concepts = Concepts()


@dataclass(frozen=True)
class _There:
    """What is there of the courses of a few rows."""

    courses: dict[str, Course]
    drafts: dict[UUID, Draft]
    runs: Runs

    def course_of(self, row: RowRead, ref: str) -> Course | None:
        return self.courses.get(ref) or self.courses.get(row.reference or "")


def keep_rows(
    session: Session,
    found: CourseList,
    rows: list[RowRead],
    seen: Seen,
    *,
    at: datetime,
) -> None:
    """Write down what a few rows would do, and count them."""
    seen.concepts.settle(session, rows)
    refs = {row.number: source_ref(row.reference, row.key) for row in rows}
    codes = [row.reference for row in rows if row.reference]
    courses = courses_of(session, found.provider_id, list(refs.values()), codes)
    ids = {each.id: each for each in courses.values()}
    there = _There(
        courses,
        drafts_of(session, list(ids.values())),
        runs_of(
            session,
            ids,
            [row.run.kept() for row in rows if row.run],
            provider_id=found.provider_id,
        ),
    )
    kept = []
    for row in rows:
        ref = refs[row.number]
        outcome = _outcome(row, ref, there, seen, at=at)
        kept.append(_kept(found.id, row, ref, outcome))
    insert_rows(session, CourseListRow, kept)
    counted = Counter(each["outcome"] for each in kept)
    found.counts = dict(Counter(found.counts) + counted)
    found.position = rows[-1].number
    found.changed_at = at


def _outcome(
    row: RowRead, ref: str, there: _There, seen: Seen, *, at: datetime
) -> Outcome:
    """What the row does, its run considered first: one that cannot be planned rejects
    the row before anything of it is remembered."""
    course = there.course_of(row, ref)
    # One course under two names of its own is one course.
    identity = str(course.id) if course else ref
    run = Outcome.UNCHANGED
    if row.run is not None and not row.is_rejected:
        taught = _taught(row, course, there, seen.told.get(identity))
        run = _run_outcome(row, course, taught, there.runs, at=at)
        told = (taught, _digest(row))
    if row.is_rejected:
        return Outcome.CONFLICT if run is Outcome.CONFLICT else Outcome.REJECTED
    if row.run is not None:
        planned = (identity, row.run.reference or row.run.sessions[0][0])
        is_more = planned not in seen.runs and _says_the_same(row, seen, identity)
        seen.runs.add(planned)
        if is_more and identity in seen.first:
            return run
    outcome = _of_course(row, identity, course, there.drafts, seen)
    if row.run is not None and outcome is not Outcome.CONFLICT:
        seen.told.setdefault(identity, told)
    return run if outcome is Outcome.UNCHANGED else outcome


def _of_course(
    row: RowRead,
    identity: str,
    course: Course | None,
    drafts: dict[UUID, Draft],
    seen: Seen,
) -> Outcome:
    """What the row does to its course."""
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
    if course.status == CourseStatus.RETIRED:
        row.report(COURSE_RETIRED, "", row.key)
        return Outcome.CONFLICT
    if draft.state not in OPEN:
        row.report(BEING_JUDGED, "", row.key)
        return Outcome.CONFLICT
    return Outcome.CHANGE


def _taught(
    row: RowRead,
    course: Course | None,
    there: _There,
    told: tuple[Taught, str] | None,
) -> Taught:
    """As what is on sale, or as the draft will be after the row."""
    if told is not None:
        return told[0]
    if course is not None and course.status != CourseStatus.DRAFT:
        return Taught(course.mode, course.sessions)
    content = there.drafts[course.id].content if course else {}
    content = merged(content, row.patch)
    return Taught(content.get("mode"), max(1, len(content.get("syllabus", []))))


def _run_outcome(
    row: RowRead, course: Course | None, taught: Taught, runs: Runs, *, at: datetime
) -> Outcome:
    assert row.run is not None  # noqa: S101 (the caller looked)
    plan = plan_from(row.run.kept())
    existing = runs.of(course.id, plan) if course else None
    if existing is not None and existing.schedule.cancelled_at is not None:
        row.report(RUN_CANCELLED, row.columns.get("starts", ""), "")
        return Outcome.CONFLICT
    if existing is not None and not changed_fields_of(existing, plan):
        return Outcome.UNCHANGED
    report_unfit(row, plan, taught, runs, existing=existing, at=at)
    return Outcome.RUN


def _says_the_same(row: RowRead, seen: Seen, identity: str) -> bool:
    """Whether a further row of a course says of it what the first did, or nothing but
    its name."""
    told = seen.told.get(identity)
    only_its_name = row.patch.keys() <= {"title"} and row.link is None
    return told is not None and (only_its_name or told[1] == _digest(row))


def _digest(row: RowRead) -> str:
    said = json.dumps([row.patch, row.link], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:24]


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
        "run": row.run and row.run.kept(),
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
