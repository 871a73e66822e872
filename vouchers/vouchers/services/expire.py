"""Letting unused vouchers end."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record
from core.events import publish
from vouchers.vouchers.events import VoucherExpired
from vouchers.vouchers.models import Voucher, VoucherStatus


def expire_overdue(session: Session, *, at: datetime, batch: int) -> int:
    """Expire up to `batch` vouchers that were never redeemed in time; how many.

    A voucher that somebody is just redeeming or voiding is passed over and seen again
    by the next run. Money and seat go back through the subscribers of VoucherExpired,
    in this transaction. Rule: docs/rules/vouchers.md, "Expiry".
    """
    overdue = session.scalars(
        select(Voucher)
        .where(Voucher.status == VoucherStatus.ISSUED, Voucher.expires_at <= at)
        .order_by(Voucher.expires_at, Voucher.id)
        .limit(batch)
        .with_for_update(skip_locked=True)
    ).all()
    for voucher in overdue:
        _expire(session, voucher, at=at)
    return len(overdue)


def _expire(session: Session, voucher: Voucher, *, at: datetime) -> None:
    voucher.expire(at=at)
    record(
        session,
        action="voucher.expired",
        object_type="voucher",
        object_id=voucher.id,
        at=at,
        before={"status": VoucherStatus.ISSUED},
        after={"status": VoucherStatus.EXPIRED},
    )
    publish(
        session,
        VoucherExpired(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            voucher_id=voucher.id,
        ),
    )
