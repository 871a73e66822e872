"""Planning the runs that rows say, by the services that plan any run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.imports.lists.models import CourseList, CourseListRow
from catalog.imports.lists.queries import courses_of
from catalog.imports.lists.runs import Runs, changed_fields_of, plan_from, runs_of
from catalog.schedules.services.add import add_schedule
from catalog.schedules.services.change import change_schedule
from core.errors import Refusal


@dataclass
class Planned:
    """How many runs were planned or changed, and how many were refused after all."""

    planned: int = 0
    refused: int = 0


def plan_runs(
    session: Session, found: CourseList, rows: Sequence[Any], *, at: datetime
) -> Planned:
    """Plan what the rows say. Each run goes through the service that plans one, so that
    its rules hold at this instant and its events are told; a refusal is written down
    with its row and takes nothing else back."""
    rows = [row for row in rows if row.run is not None]
    planned = Planned()
    if not rows:
        return planned
    refs = [row.source_ref for row in rows]
    codes = [row.reference for row in rows if row.reference]
    courses = courses_of(session, found.provider_id, refs, codes)
    ids = {course.id for course in courses.values()}
    said = [row.run for row in rows if row.run]
    there = runs_of(session, ids, said, provider_id=found.provider_id)
    for row in rows:
        course = courses.get(row.source_ref) or courses.get(row.reference or "")
        if course is None:
            planned.refused += 1
            continue
        try:
            with session.begin_nested():
                is_new = _plan(session, row, course, found, there, at=at)
        except Refusal as refused:
            _write_down(session, found, row, refused)
            planned.refused += 1
        else:
            planned.planned += is_new
    return planned


def _plan(
    session: Session,
    row: Any,
    course: Course,
    found: CourseList,
    there: Runs,
    *,
    at: datetime,
) -> bool:
    """Whether anything changed."""
    plan = plan_from(row.run or {})
    existing = there.of(course.id, plan)
    if existing is None:
        add_schedule(
            session, course.id, provider_id=found.provider_id, plan=plan, at=at
        )
        return True
    patch = changed_fields_of(existing, plan)
    if patch:
        schedule = existing.schedule
        change_schedule(
            session,
            course.id,
            schedule.id,
            provider_id=found.provider_id,
            patch=patch,
            version=schedule.version,
            zone=plan.zone,
            by=found.by,
            at=at,
        )
    return bool(patch)


def _write_down(
    session: Session, found: CourseList, row: Any, refused: Refusal
) -> None:
    said = literal([_finding(row, refused)], JSONB())
    session.execute(
        update(CourseListRow)
        .where(CourseListRow.list_id == found.id, CourseListRow.number == row.number)
        .values(findings=CourseListRow.findings.concat(said))
        .execution_options(synchronize_session=False)
    )


def _finding(row: Any, refused: Refusal) -> dict[str, object]:
    text = refused.detail.format(**refused.members)
    return {
        "row": row.number,
        "column": "",
        "value": "",
        "severity": "error",
        "code": refused.slug.replace("-", "_"),
        "message": {"en": text.en, "id": text.id},
    }
