"""Answering a task: judging the course, or leaving that to somebody else."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.authoring.models import Draft, DraftState
from catalog.curation.errors import AlreadyJudged, TaskClosed, TaskNotDeclinable
from catalog.curation.layers import Judge
from catalog.curation.models import Case, Panel, Task, TaskState
from catalog.curation.queries import hold_task, layer_of, rules_of
from catalog.curation.rules import Answer, check_answer
from catalog.curation.services.advance import advance
from catalog.curation.services.draft import forget_drafts
from core.audit import record
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict, refuse_tied_staff


def answer_task(
    session: Session,
    task_id: UUID,
    *,
    organisation_id: UUID,
    account_id: UUID,
    answer: Answer,
    at: datetime,
) -> Task:
    """Judge a course for an organisation; the last answer of a panel decides.

    The first answer ends the institution's chance to take the draft back. The register
    is asked again, as ties may have come to light since the draw. Raises
    CourseTaskNotFound, TaskClosed, StaffTied, ReviewerTied, AlreadyJudged, or what
    `check_answer` raises.
    """
    case, task = hold_task(session, task_id, organisation_id=organisation_id)
    layer = layer_of(case, task.layer)
    _refuse_closed(task, drawn=layer.by == Judge.ASSESSORS, at=at)
    if layer.by != Judge.OPERATOR:
        refuse_conflict(
            session, organisation_id, case.provider_id, purpose=Purpose.ASSESSMENT
        )
    refuse_tied_staff(session, account_id, case.provider_id)
    _refuse_second_judgement(session, case, account_id)
    check_answer(answer, rules_of(case).rubric(layer))
    _write(task, answer, account_id=account_id, at=at)
    draft = session.get_one(Draft, case.course_id)
    if draft.state == DraftState.SUBMITTED:
        draft.move(DraftState.IN_ASSESSMENT, at=at)
    session.flush()
    forget_drafts(session, case.id)
    _on_record(session, task, "judged", at=at)
    advance(session, case, at=at)
    return task


def decline_task(
    session: Session,
    task_id: UUID,
    *,
    organisation_id: UUID,
    reason: str,
    at: datetime,
) -> Task:
    """Leave a course to another assessor, who is drawn at once.

    Raises CourseTaskNotFound, TaskClosed or TaskNotDeclinable.
    """
    case, task = hold_task(session, task_id, organisation_id=organisation_id)
    if task.state != TaskState.ASSIGNED:
        raise TaskClosed(state=task.state)
    if layer_of(case, task.layer).by != Judge.ASSESSORS:
        raise TaskNotDeclinable
    give_up(session, case, task, TaskState.DECLINED, reason=reason, at=at)
    return task


def give_up(
    session: Session,
    case: Case,
    task: Task,
    state: TaskState,
    *,
    reason: str | None,
    at: datetime,
) -> None:
    """Close a task of a held case without an answer, and ask somebody else."""
    task.close(state, at=at)
    task.reasons = reason
    session.flush()
    forget_drafts(session, case.id)
    _on_record(session, task, str(state), at=at)
    # A third whose seat falls vacant is asked for anew by the disagreement itself.
    advance(session, case, at=at)


def _refuse_closed(task: Task, *, drawn: bool, at: datetime) -> None:
    if task.state != TaskState.ASSIGNED:
        raise TaskClosed(state=task.state)
    # Somebody else is about to be drawn; whoever judges alone is merely late.
    if drawn and at >= task.due_at:
        raise TaskClosed(state=TaskState.EXPIRED)


def _refuse_second_judgement(session: Session, case: Case, account_id: UUID) -> None:
    cases = Case.id == case.id
    if case.panel == Panel.APPEAL:
        cases = or_(cases, Case.root_id == case.root_id)
    before = session.scalar(
        select(Task.id)
        .join(Case, Case.id == Task.case_id)
        .where(
            cases,
            Task.account_id == account_id,
            or_(Task.case_id == case.id, Task.panel == Panel.FIRST),
        )
        .limit(1)
    )
    if before is not None:
        raise AlreadyJudged


def _write(task: Task, answer: Answer, *, account_id: UUID, at: datetime) -> None:
    task.close(TaskState.SUBMITTED, at=at)
    task.account_id = account_id
    task.verdict = answer.verdict
    task.reasons = answer.reasons
    task.scores = {code: asdict(score) for code, score in answer.scores.items()}
    task.changes = [asdict(change) for change in answer.changes]


def _on_record(session: Session, task: Task, act: str, *, at: datetime) -> None:
    record(
        session,
        action=f"course_assessment.{act}",
        object_type="course_assessment",
        object_id=task.id,
        at=at,
        after={"verdict": task.verdict} if task.verdict else None,
    )
