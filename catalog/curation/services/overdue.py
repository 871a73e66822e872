"""What nobody answered in time, and seats that nobody could be found for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from catalog.curation.layers import Judge, shipped_curations
from catalog.curation.models import Case, CaseState, Task, TaskState
from catalog.curation.queries import hold_case
from catalog.curation.services.advance import advance
from catalog.curation.services.answer import give_up


def replace_late_assessor(session: Session, *, at: datetime) -> bool:
    """Ask another assessor instead of one who did not answer in time; whether there was
    one. A platform and the operator are merely late."""
    late = session.execute(
        select(Task.id, Task.case_id)
        .join(Case, Case.id == Task.case_id)
        .where(
            Task.state == TaskState.ASSIGNED,
            Task.due_at <= at,
            tuple_(Case.layers_version, Task.layer).in_(_drawn_layers()),
        )
        .order_by(Task.due_at, Task.id)
        .limit(1)
    ).one_or_none()
    if late is None:
        return False
    _replace(session, late, at=at)
    return True


def try_again(session: Session, *, after: UUID | None, at: datetime) -> UUID | None:
    """Look once more for judges of the next case that lacks some; its id, None after
    the last."""
    query = select(Case.id).where(Case.state == CaseState.OPEN, Case.lacking > 0)
    if after is not None:
        query = query.where(Case.id > after)
    case_id = session.scalar(query.order_by(Case.id).limit(1))
    if case_id is None:
        return None
    case = hold_case(session, case_id)
    if case.state == CaseState.OPEN and case.lacking > 0:
        advance(session, case, at=at)
    return case_id


def _replace(session: Session, late: Row[UUID, UUID], *, at: datetime) -> None:
    case = hold_case(session, late.case_id)
    task = session.get_one(Task, late.id, populate_existing=True)
    # She may have answered while somebody else held the case.
    if task.state == TaskState.ASSIGNED:
        give_up(session, case, task, TaskState.EXPIRED, reason=None, at=at)


def _drawn_layers() -> list[tuple[int, str]]:
    return [
        (version, layer.code)
        for version, rules in shipped_curations().items()
        for layer in rules.layers
        if layer.by == Judge.ASSESSORS
    ]
