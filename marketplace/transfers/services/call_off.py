"""A class was called off: its holders are listed, and offered what is like it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.orders.models import Order
from marketplace.transfers.models import Cause, Transfer, TransferState
from marketplace.transfers.services.offer import list_transfers


def list_called_off(
    session: Session, order_ids: list[UUID], *, zone: ZoneInfo, at: datetime
) -> None:
    """List the holders of these orders. Who waits because of a sanction already waits
    for this class no longer: lifting the sanction does not bring it back."""
    vouchers = session.scalars(
        select(Order.voucher_id).where(Order.id.in_(order_ids))
    ).all()
    session.execute(
        update(Transfer)
        .where(Transfer.voucher_id.in_(vouchers), Transfer.state == TransferState.OPEN)
        .values(cause=Cause.CALLED_OFF)
        .execution_options(synchronize_session=False)
    )
    list_transfers(session, vouchers, cause=Cause.CALLED_OFF, at=at, zone=zone)


def with_nothing_to_choose(session: Session, order_ids: list[UUID]) -> list[UUID]:
    """Of these orders those whose holders are not offered another class."""
    choosing = (
        select(Transfer.voucher_id)
        .where(
            Transfer.voucher_id == Order.voucher_id,
            Transfer.state == TransferState.OPEN,
            Transfer.replacements > 0,
        )
        .exists()
    )
    return list(
        session.scalars(
            select(Order.id)
            .where(Order.id.in_(order_ids), ~choosing)
            .order_by(Order.id)
        )
    )
