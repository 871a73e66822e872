"""Asking organisations to judge: filling the seats of a layer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from catalog.curation.events import CourseAssessmentAssigned
from catalog.curation.layers import Judge
from catalog.curation.models import Case, Task, TaskState
from catalog.curation.queries import layer_of, tasks_now
from catalog.curation.services.choose import (
    draw_assessors,
    exclusions,
    the_operator,
)
from catalog.curation.services.write import tell_judges
from core.audit import record
from core.events import publish


def fill_seats(
    session: Session,
    case: Case,
    *,
    seats: int,
    at: datetime,
    wanted: Sequence[UUID] = (),
) -> list[Task]:
    """Ask so many organisations that `seats` judge in the layer of a held case; those
    that are asked anew. `wanted` are asked before anybody is drawn.

    Where nobody is left, the seats stay empty (`case.lacking`), and are tried again.
    """
    there = len(tasks_now(session, case))
    chosen = _choose(session, case, seats - there, wanted, at=at)
    tasks = [_assign(session, case, each, at=at) for each in chosen]
    case.lacking = max(0, seats - there - len(tasks))
    session.flush()
    refresh_due(session, case)
    return tasks


def refresh_due(session: Session, case: Case) -> None:
    """The case is due when the first of those is due who have not answered."""
    waiting = [
        task.due_at
        for task in tasks_now(session, case)
        if task.state == TaskState.ASSIGNED
    ]
    case.due_at = min(waiting, default=None)
    session.flush()


def _choose(
    session: Session, case: Case, seats: int, wanted: Sequence[UUID], *, at: datetime
) -> list[UUID]:
    if seats <= 0:
        return []
    judge = layer_of(case).by
    if judge != Judge.ASSESSORS:
        named = case.platform_id if judge == Judge.PLATFORM else the_operator(session)
        return [named] if named and not _was_asked(session, case, named) else []
    again = _still_fit(session, case, wanted)[:seats]
    if len(again) == seats:
        return again
    drawn = draw_assessors(session, case, seats=seats - len(again), at=at)
    return again + drawn


def _was_asked(session: Session, case: Case, organisation_id: UUID) -> bool:
    """Whether it has judged in another layer: nobody judges twice."""
    return (
        session.scalar(
            select(
                exists().where(
                    Task.case_id == case.id, Task.organisation_id == organisation_id
                )
            )
        )
        or False
    )


def _still_fit(session: Session, case: Case, wanted: Sequence[UUID]) -> list[UUID]:
    """Those who judged the submission before, but for who has become tied since."""
    reasons = exclusions(session, case) if wanted else {}
    return [each for each in wanted if reasons.get(each) in (None, "judged")]


def judged_before(session: Session, case: Case) -> list[UUID]:
    """Who judged the submission that a case follows, in the layer where it was."""
    return list(
        session.scalars(
            select(Task.organisation_id)
            .where(
                Task.case_id == case.follows_id,
                Task.layer == case.layer,
                Task.panel == case.panel,
                Task.state == TaskState.SUBMITTED,
            )
            .order_by(Task.id)
        )
    )


def _assign(
    session: Session, case: Case, organisation_id: UUID, *, at: datetime
) -> Task:
    task = Task(
        case_id=case.id,
        layer=case.layer,
        panel=case.panel,
        organisation_id=organisation_id,
        assigned_at=at,
        due_at=at + layer_of(case).days,
    )
    session.add(task)
    session.flush()
    record(
        session,
        action="course_assessment.assigned",
        object_type="course_assessment",
        object_id=task.id,
        at=at,
        after={"course_id": str(case.course_id), "layer": case.layer},
    )
    publish(
        session,
        CourseAssessmentAssigned(
            occurred_at=at,
            audience=(organisation_id,),
            course_assessment_id=task.id,
            layer=case.layer,
            due_at=task.due_at,
        ),
    )
    tell_judges(session, case, task, at=at)
    return task
