"""Planning, opening and closing a batch."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id, new_token
from marketplace.programme.errors import BatchNumberTaken, SchemeNotFound
from marketplace.programme.events import BatchClosed, BatchOpened, BatchPlanned
from marketplace.programme.models import Batch, BatchStatus
from marketplace.programme.queries import latest_scheme, lock_batch


def plan_batch(
    session: Session, *, number: int, scheme_code: str, quota: int, at: datetime
) -> Batch:
    """Plan a wave of applications under the newest version of a scheme.

    The version is pinned: later versions do not touch this batch. The seed of the draw
    is made here and kept. Raises SchemeNotFound or BatchNumberTaken.
    """
    scheme = latest_scheme(session, scheme_code)
    if scheme is None:
        raise SchemeNotFound
    batch = session.scalars(
        insert(Batch)
        .values(
            id=new_id(),
            number=number,
            scheme_id=scheme.id,
            quota=quota,
            status=BatchStatus.PLANNED,
            selection_seed=new_token(),
            created_at=at,
        )
        .on_conflict_do_nothing(index_elements=["number"])
        .returning(Batch)
    ).one_or_none()
    if batch is None:
        raise BatchNumberTaken(number=number)
    record_move(session, batch, before=None, at=at)
    publish(
        session,
        BatchPlanned(occurred_at=at, batch_id=batch.id, number=number, quota=quota),
    )
    return batch


def open_batch(session: Session, *, batch_id: UUID, at: datetime) -> Batch:
    """Let participants apply. Raises BatchNotFound or BatchNotInState."""
    batch = lock_batch(session, batch_id)
    before = batch.status
    batch.move_to(BatchStatus.OPEN)
    batch.opened_at = at
    record_move(session, batch, before=before, at=at)
    publish(
        session, BatchOpened(occurred_at=at, batch_id=batch.id, number=batch.number)
    )
    return batch


def close_batch(session: Session, *, batch_id: UUID, at: datetime) -> Batch:
    """Take no more applications; they are checked next (services.verify).

    Waits for applications that are being written (they hold a share lock on the batch).
    Raises BatchNotFound or BatchNotInState.
    """
    batch = lock_batch(session, batch_id)
    before = batch.status
    batch.move_to(BatchStatus.CLOSED)
    batch.closed_at = at
    record_move(session, batch, before=before, at=at)
    publish(
        session, BatchClosed(occurred_at=at, batch_id=batch.id, number=batch.number)
    )
    return batch


def record_move(
    session: Session, batch: Batch, *, before: str | None, at: datetime, **more: object
) -> None:
    """Write a batch's change of state into the audit trail."""
    record(
        session,
        action=f"batch.{batch.status}",
        object_type="batch",
        object_id=batch.id,
        at=at,
        before={"status": str(before)} if before else None,
        after={"status": str(batch.status), **more},
    )
