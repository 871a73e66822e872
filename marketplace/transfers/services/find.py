"""Finding a transfer of a participant, and locking what it is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.orders.models import Order
from marketplace.orders.services.void import Held, lock_held
from marketplace.transfers.errors import TransferNotFound, TransferOver
from marketplace.transfers.models import Transfer, TransferState
from marketplace.transfers.rulebook import rulebook
from vouchers.learning.models import Attendance
from vouchers.vouchers.models import Voucher


@dataclass(frozen=True)
class Locked:
    """An open transfer with its order; locked, as are voucher and award."""

    transfer: Transfer
    held: Held


def lock_transfer(
    session: Session,
    transfer_id: UUID,
    *,
    at: datetime,
    participant_id: UUID | None = None,
) -> Locked:
    """Lock an open transfer; with `participant_id` one of hers.

    Voucher, award, order, transfer: in the order in which voiding and expiring lock
    them. Raises TransferNotFound or TransferOver.
    """
    query = (
        select(Order.id, Order.participant_id, Order.voucher_id)
        .join(Transfer, Transfer.voucher_id == Order.voucher_id)
        .where(Transfer.id == transfer_id)
    )
    if participant_id is not None:
        query = query.where(Transfer.participant_id == participant_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise TransferNotFound
    held = lock_held(session, found.id, found.participant_id, found.voucher_id)
    transfer = session.scalars(
        select(Transfer)
        .where(Transfer.id == transfer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if transfer.state != TransferState.OPEN:
        raise TransferOver(state=transfer.state)
    voucher = session.get_one(Voucher, found.voucher_id, populate_existing=True)
    status = voucher.status_at(at)
    if status != voucher.status:
        raise TransferOver(state=str(status))
    return Locked(transfer, held)


@dataclass(frozen=True)
class Done:
    """How many of her steps she has done, and whether that is more than the rules let
    go without a word."""

    confirmed: int
    required: int
    is_far_along: bool


def progress_of(session: Session, transfer: Transfer) -> Done:
    """How far she is by now."""
    confirmed = session.scalar(
        select(func.count()).where(Attendance.voucher_id == transfer.voucher_id)
    )
    required = transfer.required_steps
    is_far = rulebook().is_far_along(
        transfer.cause, confirmed=confirmed or 0, required=required
    )
    return Done(confirmed or 0, required, is_far)
