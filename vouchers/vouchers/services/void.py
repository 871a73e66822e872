"""Voiding a voucher."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from vouchers.vouchers.errors import VoucherNotVoidable
from vouchers.vouchers.events import VoucherVoided
from vouchers.vouchers.models import Voucher, VoucherStatus


def void_voucher(
    session: Session, *, voucher_id: UUID, at: datetime, called_off: bool = False
) -> Voucher:
    """Take a voucher back before its first use; the caller gives back money and seat.

    Raises VoucherNotVoidable once the class was entered (sequence 1 is verified): the
    institution has begun to deliver. With `called_off` it has not: a class is entered
    some minutes before it starts, and is called off before that.
    """
    voucher = session.scalars(
        select(Voucher)
        .where(Voucher.id == voucher_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    voidable = {VoucherStatus.ISSUED} | (
        {VoucherStatus.REDEEMED} if called_off else set()
    )
    if voucher.status not in voidable:
        raise VoucherNotVoidable(state=voucher.status)
    voucher.status = VoucherStatus.VOIDED
    voucher.voided_at = at
    publish(
        session,
        VoucherVoided(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            voucher_id=voucher.id,
        ),
    )
    return voucher
