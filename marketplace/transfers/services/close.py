"""Closing a transfer whose voucher was decided about elsewhere, in its transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.transfers.models import Transfer, TransferState
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherCompleted, VoucherExpired, VoucherVoided


def on_money_back(session: Session, event: VoucherVoided | VoucherExpired) -> None:
    """Her platform voided the order, or the voucher expired: the price went back."""
    price = select(Voucher.face_value).where(Voucher.id == event.voucher_id)
    _close(
        session,
        event.voucher_id,
        at=event.occurred_at,
        state=TransferState.REFUNDED,
        returned=price.scalar_subquery(),
    )


def on_completed(session: Session, event: VoucherCompleted) -> None:
    """She finished all the same."""
    _close(
        session, event.voucher_id, at=event.occurred_at, state=TransferState.WITHDRAWN
    )


def _close(session: Session, voucher_id: UUID, *, at: datetime, **values: Any) -> None:
    session.execute(
        update(Transfer)
        .where(Transfer.voucher_id == voucher_id, Transfer.state == TransferState.OPEN)
        .values(closed_at=at, **values)
        .execution_options(synchronize_session=False)
    )
