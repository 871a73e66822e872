"""What becomes of orders and vouchers of a class that is moved or called off."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.courses.models import CancelReason, Course, Schedule
from core.formats import moment_text
from marketplace.orders.errors import OrderNotVoidable
from marketplace.orders.holders.letters import CLASS_CANCELLED, CLASS_MOVED, REASONS
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.services.void import void_order
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from vouchers.vouchers import Voucher, VoucherStatus

BATCH = 200


def next_orders(
    session: Session, schedule_id: UUID, *, after: UUID | None, limit: int = BATCH
) -> list[UUID]:
    """Orders that hold a seat of a class, in their order, beginning behind `after`."""
    query = (
        select(Order.id)
        .join(Voucher, Voucher.id == Order.voucher_id)
        .where(Voucher.schedule_id == schedule_id, Order.status == OrderStatus.PLACED)
        .order_by(Order.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Order.id > after)
    return list(session.scalars(query))


def void_called_off(
    session: Session, order_id: UUID, *, zone: ZoneInfo, at: datetime
) -> None:
    """Void an order whose class was called off, and tell its buyer. One that was voided
    meanwhile stays as it is."""
    order = session.get_one(Order, order_id)
    schedule = session.get_one(Schedule, order.schedule_id)
    reason = CancelReason(schedule.cancel_reason or CancelReason.OTHER)
    try:
        void_order(
            session,
            order_id=order_id,
            platform_id=order.platform_id,
            reason=f"class_cancelled:{reason}",
            zone=zone,
            at=at,
            called_off=True,
        )
    except OrderNotVoidable:
        return
    tell(
        session,
        session.get_one(Account, order.participant_id),
        CLASS_CANCELLED,
        at=at,
        course=session.get_one(Course, order.course_id).title,
        starts=moment_text(schedule.starts_at, zone=_zone_of(schedule, zone)),
        reason=REASONS[reason],
        explanation=schedule.cancel_explanation or "",
    )


def move_holders(
    session: Session,
    schedule_id: UUID,
    *,
    after: UUID | None,
    zone: ZoneInfo,
    at: datetime,
    limit: int = BATCH,
) -> UUID | None:
    """Let the next unused vouchers of a class end with it, and tell their holders; the
    last one that was looked at, None when there is no more.

    A voucher is good until its class is over, so it follows the class's end.
    """
    schedule = session.get_one(Schedule, schedule_id)
    query = (
        select(Voucher.id, Account)
        .join(Account, Account.id == Voucher.participant_id)
        .where(
            Voucher.schedule_id == schedule_id,
            Voucher.status == VoucherStatus.ISSUED,
            # What expired before this could run is given back by the expiry.
            Voucher.expires_at > at,
        )
        .order_by(Voucher.id)
        .limit(limit)
        .with_for_update(of=Voucher)
    )
    if after is not None:
        query = query.where(Voucher.id > after)
    held = session.execute(query).all()
    if not held or schedule.cancelled_at is not None:
        return None
    session.execute(
        update(Voucher)
        .where(Voucher.id.in_([voucher_id for voucher_id, _ in held]))
        .values(expires_at=schedule.ends_at)
        .execution_options(synchronize_session=False)
    )
    course = session.get_one(Course, schedule.course_id)
    where = ", ".join(part for part in (schedule.place, schedule.link) if part)
    for _, account in held:
        tell(
            session,
            account,
            CLASS_MOVED,
            at=at,
            course=course.title,
            starts=moment_text(schedule.starts_at, zone=_zone_of(schedule, zone)),
            where=where,
        )
    return held[-1][0]


def _zone_of(schedule: Schedule, zone: ZoneInfo) -> ZoneInfo:
    return ZoneInfo(schedule.zone) if schedule.zone else zone
