"""Taking an order back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.courses.services.take_seat import give_back_seat
from core import audit
from core.clock import end_of_day_after
from core.events import publish
from core.ledger import Account, Line, post_entry
from marketplace.orders.errors import OrderNotFound, OrderNotVoidable
from marketplace.orders.events import OrderRefunded, OrderVoided
from marketplace.orders.models import Order, OrderStatus, WithheldCommission
from marketplace.orders.owed import shares_owed
from marketplace.orders.queries import COUNTING, lock_award
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    fund_of,
    training_balance_of,
)
from marketplace.programme.models import Award, AwardStatus, Scheme
from marketplace.programme.parameters import Parameters
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherExpired
from vouchers.vouchers.services.find import lock_voucher
from vouchers.vouchers.services.void import void_voucher

# After a void, she has at least until the end of the next day but one to choose again.
GRACE_DAYS = 2


@dataclass(frozen=True)
class Held:
    """An order with the award that paid it, both locked, as its voucher is; whether
    the scheme is closed at present."""

    order: Order
    award: Award
    scheme: Scheme
    is_closed: bool


def void_order(
    session: Session,
    *,
    order_id: UUID,
    platform_id: UUID,
    reason: str,
    zone: ZoneInfo,
    at: datetime,
    called_off: bool = False,
) -> Order:
    """Void a platform's order: money, seat and the deadline that it met go back.

    `called_off` says that the institution cancelled the class before it started.

    Locks voucher, award, order, seat, in the order in which completing and expiring
    lock them, so that they wait for one another and never clash. Raises OrderNotFound
    (also for another platform's order), OrderNotVoidable, or VoucherNotVoidable once
    the class was entered. Rule: docs/rules/orders.md.
    """
    found = session.execute(
        select(Order.participant_id, Order.voucher_id).where(
            Order.id == order_id, Order.platform_id == platform_id
        )
    ).one_or_none()
    if found is None:
        raise OrderNotFound
    held = lock_held(session, order_id, found.participant_id, found.voucher_id)
    end_order(session, held, reason=reason, at=at, called_off=called_off)
    _reopen_deadline(session, held.award, held.scheme, zone=zone, at=at)
    give_back_seat(session, schedule_id=held.order.schedule_id)
    return held.order


def lock_held(
    session: Session, order_id: UUID, participant_id: UUID, voucher_id: UUID
) -> Held:
    """Lock voucher, award and order, in the order in which everything locks them."""
    lock_voucher(session, voucher_id)
    found = lock_award(session, participant_id)
    if found is None:
        raise OrderNotFound
    award, scheme, is_closed = found
    order = session.scalars(
        select(Order)
        .where(Order.id == order_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    return Held(order, award, scheme, is_closed)


def end_order(
    session: Session, held: Held, *, reason: str, at: datetime, called_off: bool
) -> Voucher:
    """Void order and voucher and give the price back; seat and deadline are the
    caller's. Raises OrderNotVoidable or VoucherNotVoidable."""
    order = held.order
    if order.status != OrderStatus.PLACED:
        raise OrderNotVoidable(state=order.status)
    voucher = void_voucher(
        session, voucher_id=order.voucher_id, at=at, called_off=called_off
    )
    order.status = OrderStatus.VOIDED
    order.voided_at = at
    order.void_reason = reason
    _give_back(session, order, held.award, held.scheme, voucher.provider_id, at=at)
    audit.record(
        session,
        action="order.void",
        object_type="order",
        object_id=order.id,
        before={"status": OrderStatus.PLACED},
        after={"status": OrderStatus.VOIDED},
        reason=reason,
        at=at,
    )
    publish(
        session,
        OrderVoided(
            occurred_at=at,
            audience=(order.platform_id,),
            order_id=order.id,
            platform_reference=order.platform_reference,
            price=order.price,
        ),
    )
    return voucher


def purse_of(award: Award, scheme: Scheme) -> Account:
    """Where money of a purchase comes back to: her training balance, or the fund once
    the award is over."""
    if award.status == AwardStatus.ACTIVE:
        return training_balance_of(award.id, award.participant_id)
    return fund_of(scheme.code)


def refund_expired(session: Session, event: VoucherExpired) -> None:
    """When a voucher expires unused, the money goes back to the balance, or to the fund
    if the award is over. Runs in the expiry's transaction."""
    participant_id = session.scalars(
        select(Order.participant_id).where(Order.voucher_id == event.voucher_id)
    ).one()
    award, scheme = _locked(session, participant_id)
    order, provider_id = session.execute(
        select(Order, Voucher.provider_id)
        .join(Voucher, Voucher.id == Order.voucher_id)
        .where(Order.voucher_id == event.voucher_id)
        .with_for_update(key_share=True, of=Order)
    ).one()
    order.status = OrderStatus.REFUNDED
    _give_back(session, order, award, scheme, provider_id, at=event.occurred_at)
    publish(
        session,
        OrderRefunded(
            occurred_at=event.occurred_at,
            audience=(order.platform_id,),
            order_id=order.id,
            platform_reference=order.platform_reference,
            price=order.price,
        ),
    )


def _locked(session: Session, participant_id: UUID) -> tuple[Award, Scheme]:
    found = lock_award(session, participant_id)
    if found is None:
        raise OrderNotFound
    award, scheme, _ = found
    return award, scheme


def _give_back(
    session: Session,
    order: Order,
    award: Award,
    scheme: Scheme,
    provider_id: UUID,
    *,
    at: datetime,
) -> None:
    """Book the price back from where it is now: outstanding, or already owed."""
    if order.price == 0:
        return
    source = [Line(VOUCHERS_OUTSTANDING, order.price)]
    if order.settled_at:
        owed = shares_owed(session, order, provider_id)
        source = [Line(each.account, each.amount) for each in owed]
        _return_withheld(session, order, at=at)
    post_entry(
        session,
        [*source, Line(purse_of(award, scheme), -order.price)],
        reference=f"order-back:{order.id}",
        description="Price given back.",
        at=at,
    )


def _return_withheld(session: Session, order: Order, *, at: datetime) -> None:
    session.execute(
        update(WithheldCommission)
        .where(
            WithheldCommission.order_id == order.id,
            WithheldCommission.released_at.is_(None),
        )
        .values(returned_at=at)
        .execution_options(synchronize_session=False)
    )


def _reopen_deadline(
    session: Session, award: Award, scheme: Scheme, *, zone: ZoneInfo, at: datetime
) -> None:
    """The deadline that the voided purchase had met is in force again.

    Without another purchase that is the first one's; when all others are finished, the
    next one's, counted from the last that she finished.
    """
    if award.status != AwardStatus.ACTIVE:
        return
    session.flush()
    bought, open_, finished_at = session.execute(
        select(
            func.count(),
            func.count().filter(Order.status == OrderStatus.PLACED),
            func.max(Voucher.completed_at),
        )
        .select_from(Order)
        .join(Voucher, Voucher.id == Order.voucher_id)
        .where(Order.participant_id == award.participant_id, Order.status.in_(COUNTING))
    ).one()
    rules = Parameters.from_document(scheme.document).purchase
    grace_ends_at = end_of_day_after(at, days=GRACE_DAYS, zone=zone)
    if not bought:
        ends_at = end_of_day_after(
            award.awarded_at, days=rules.first_deadline_days, zone=zone
        )
        award.first_purchased_at = None
        award.purchase_deadline_at = max(ends_at, grace_ends_at)
    elif finished_at and not open_ and rules.next_deadline_days is not None:
        ends_at = end_of_day_after(
            finished_at, days=rules.next_deadline_days, zone=zone
        )
        award.purchase_deadline_at = max(ends_at, grace_ends_at)
