"""Reads of cases and tasks, and holding one while it is decided."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.curation.errors import CaseNotFound, CourseTaskNotFound, NeverSubmitted
from catalog.curation.layers import Curation, Layer, shipped_curations
from catalog.curation.models import Case, CaseState, Draw, Task, TaskState


def rules_of(case: Case) -> Curation:
    """The document that the case is pinned to."""
    return shipped_curations()[case.layers_version]


def layer_of(case: Case, code: str | None = None) -> Layer:
    """The layer that judges it now, or another of its layers."""
    return rules_of(case).layer(code or case.layer)


def find_case(session: Session, case_id: UUID) -> Case:
    """Raises CaseNotFound."""
    case = session.get(Case, case_id)
    if case is None:
        raise CaseNotFound
    return case


def hold_case(session: Session, case_id: UUID) -> Case:
    """A case that nobody else changes until the transaction ends.

    Its course's row first, as whoever edits or submits the draft takes that one.
    """
    course = select(Case.course_id).where(Case.id == case_id).scalar_subquery()
    session.execute(
        select(Course.id).where(Course.id == course).with_for_update(key_share=True)
    )
    case = session.scalar(
        select(Case)
        .where(Case.id == case_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if case is None:
        raise CaseNotFound
    return case


def find_task(session: Session, task_id: UUID, *, organisation_id: UUID) -> Task:
    """A task of this organisation; raises CourseTaskNotFound."""
    task = session.scalar(
        select(Task).where(Task.id == task_id, Task.organisation_id == organisation_id)
    )
    if task is None:
        raise CourseTaskNotFound
    return task


def hold_task(
    session: Session, task_id: UUID, *, organisation_id: UUID
) -> tuple[Case, Task]:
    """A task of this organisation with its case, both held; raises
    CourseTaskNotFound."""
    task = find_task(session, task_id, organisation_id=organisation_id)
    case = hold_case(session, task.case_id)
    session.refresh(task)
    return case, task


def latest_case(session: Session, course_id: UUID) -> Case | None:
    """The newest submission of a course."""
    return session.scalar(
        select(Case)
        .where(Case.course_id == course_id)
        .order_by(Case.id.desc())
        .limit(1)
    )


def submitted_case(session: Session, course_id: UUID) -> Case:
    """The newest submission of a course; raises NeverSubmitted."""
    case = latest_case(session, course_id)
    if case is None:
        raise NeverSubmitted
    return case


def tasks_now(session: Session, case: Case) -> Sequence[Task]:
    """The tasks of the layer and panel that judge now, answered ones and open ones."""
    return session.scalars(
        select(Task)
        .where(
            Task.case_id == case.id,
            Task.layer == case.layer,
            Task.panel == case.panel,
            Task.state.in_([TaskState.ASSIGNED, TaskState.SUBMITTED]),
        )
        .order_by(Task.id)
    ).all()


def tasks_of(session: Session, case: Case) -> Sequence[Task]:
    """Everybody who was asked, in order."""
    return session.scalars(
        select(Task).where(Task.case_id == case.id).order_by(Task.id)
    ).all()


def draws_of(session: Session, case: Case) -> Sequence[Draw]:
    """How its assessors were drawn, in order."""
    return session.scalars(
        select(Draw).where(Draw.case_id == case.id).order_by(Draw.id)
    ).all()


def tasks_for(organisation_id: UUID, state: str | None) -> Select[Task]:
    """The tasks of an organisation."""
    query = select(Task).where(Task.organisation_id == organisation_id)
    return query if state is None else query.where(Task.state == state)


def queue(state: str | None, *, late_at: datetime | None = None) -> Select[Case]:
    """Cases, those that are late at an instant alone where one is given."""
    query = select(Case)
    if state is not None:
        query = query.where(Case.state == state)
    if late_at is not None:
        query = query.where(
            Case.state == CaseState.OPEN,
            func.coalesce(Case.due_at, Case.opened_at) < late_at,
        )
    return query
