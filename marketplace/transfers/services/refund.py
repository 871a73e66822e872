"""Taking the balance back instead of another class."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from marketplace.orders.services.void import void_order
from marketplace.transfers.errors import TooFarAlong, TransferOver
from marketplace.transfers.letters import NOT_ANSWERED
from marketplace.transfers.models import Cause, Transfer, TransferState
from marketplace.transfers.services.find import (
    Locked,
    lock_transfer,
    progress_of,
)
from partners.accounts.models import Account
from partners.accounts.services.tell import tell


def refund_learner(
    session: Session,
    *,
    transfer_id: UUID,
    participant_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> Transfer:
    """Void her order, as she wishes: price, seat and deadline go back as after any
    void. Raises TransferNotFound, TransferOver or TooFarAlong."""
    locked = lock_transfer(session, transfer_id, at=at, participant_id=participant_id)
    done = progress_of(session, locked.transfer)
    if done.is_far_along:
        raise TooFarAlong(confirmed=done.confirmed, required=done.required)
    give_balance_back(session, locked, reason="transfer_declined", zone=zone, at=at)
    return locked.transfer


def refund_unanswered(
    session: Session, transfer_id: UUID, *, zone: ZoneInfo, at: datetime
) -> None:
    """Give the balance back to somebody who let the time pass for a class that was
    called off. One that was decided meanwhile stays as it is."""
    try:
        locked = lock_transfer(session, transfer_id, at=at)
    except TransferOver:
        return
    transfer = locked.transfer
    if transfer.answer_by is None or at < transfer.answer_by:
        return
    give_balance_back(
        session, locked, reason="class_cancelled:unanswered", zone=zone, at=at
    )
    tell(
        session,
        session.get_one(Account, transfer.participant_id),
        NOT_ANSWERED,
        at=at,
        course=session.get_one(Course, transfer.course_id).title,
    )


def overdue(session: Session, *, at: datetime, limit: int = 200) -> list[UUID]:
    """Whose time to answer for a class that was called off is over."""
    return list(
        session.scalars(
            select(Transfer.id)
            .where(
                Transfer.state == TransferState.OPEN,
                Transfer.cause == Cause.CALLED_OFF,
                Transfer.answer_by <= at,
            )
            .order_by(Transfer.answer_by)
            .limit(limit)
        )
    )


def give_balance_back(
    session: Session,
    locked: Locked,
    *,
    reason: str,
    zone: ZoneInfo,
    at: datetime,
) -> None:
    """Void the order of a locked transfer: money, seat and deadline go back."""
    # Written first, so that what hears of the voided voucher finds it decided.
    transfer, order = locked.transfer, locked.held.order
    transfer.state, transfer.closed_at = TransferState.REFUNDED, at
    transfer.returned = order.price
    session.flush()
    void_order(
        session,
        order_id=order.id,
        platform_id=order.platform_id,
        reason=reason,
        zone=zone,
        at=at,
        called_off=True,
    )
