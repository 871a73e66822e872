"""Planning the runs that rows say, by the services that plan any run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.imports.lists.models import CourseList, CourseListRow
from catalog.imports.lists.queries import courses_of
from catalog.imports.lists.runs import Runs, changed_fields_of, plan_from, runs_of
from catalog.schedules.services.change import changed_plan
from catalog.schedules.services.many import Wanted, plan_many
from core.bulk import update_rows
from core.errors import Refusal


@dataclass
class Planned:
    """How many runs were planned or changed, and how many were refused after all."""

    planned: int = 0
    refused: int = 0


def plan_runs(
    session: Session, found: CourseList, rows: Sequence[Any], *, at: datetime
) -> Planned:
    """Plan what the rows say, by the rules that hold at this instant, with the events
    that any run has; a refusal is written down with its row and takes nothing else
    back."""
    rows = [row for row in rows if row.run is not None]
    if not rows:
        return Planned()
    refs = [row.source_ref for row in rows]
    codes = [row.reference for row in rows if row.reference]
    courses = courses_of(session, found.provider_id, refs, codes)
    there = runs_of(
        session,
        {course.id for course in courses.values()},
        [row.run for row in rows],
        provider_id=found.provider_id,
        lock=True,
    )
    meant = [
        (row, _wanted(row, course, there))
        for row in rows
        if (course := courses.get(row.source_ref) or courses.get(row.reference or ""))
    ]
    wanted = [each for _, each in meant]
    results = plan_many(
        session, wanted, provider_id=found.provider_id, by=found.by, at=at
    )
    refused = [
        (row, result)
        for (row, _), result in zip(meant, results, strict=True)
        if isinstance(result, Refusal)
    ]
    _write_down(session, found, refused)
    return Planned(
        planned=sum(result is True for result in results),
        refused=len(refused) + len(rows) - len(meant),
    )


def _wanted(row: Any, course: Course, there: Runs) -> Wanted:
    plan = plan_from(row.run)
    existing = there.of(course.id, plan)
    if existing is None:
        return Wanted(course.id, plan)
    before = existing.plan(zone=plan.zone)
    after = changed_plan(before, changed_fields_of(existing, plan))
    return Wanted(course.id, after, existing.schedule, before)


def _write_down(
    session: Session, found: CourseList, refused: Sequence[tuple[Any, Refusal]]
) -> None:
    update_rows(
        session,
        CourseListRow,
        [
            {
                "list_id": found.id,
                "number": row.number,
                "findings": [*row.findings, _finding(row, each)],
            }
            for row, each in refused
        ],
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
