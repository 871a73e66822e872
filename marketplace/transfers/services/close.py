"""Closing a transfer whose voucher was decided about elsewhere, in its transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.transfers.models import Transfer, TransferState
from vouchers.vouchers.events import VoucherCompleted, VoucherExpired, VoucherVoided


def on_money_back(session: Session, event: VoucherVoided | VoucherExpired) -> None:
    """Her platform voided the order, or the voucher expired: the price went back."""
    _close(
        session, event.voucher_id, state=TransferState.REFUNDED, at=event.occurred_at
    )


def on_completed(session: Session, event: VoucherCompleted) -> None:
    """She finished all the same."""
    _close(
        session, event.voucher_id, state=TransferState.WITHDRAWN, at=event.occurred_at
    )


def _close(
    session: Session, voucher_id: UUID, *, state: TransferState, at: datetime
) -> None:
    session.execute(
        update(Transfer)
        .where(Transfer.voucher_id == voucher_id, Transfer.state == TransferState.OPEN)
        .values(state=state, closed_at=at)
        .execution_options(synchronize_session=False)
    )
