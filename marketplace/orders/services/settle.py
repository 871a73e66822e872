"""Owing institution and platform their shares of a price."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.offerings.rules import split_price
from core.clock import end_of_day_after
from core.events import publish
from core.ledger import Line, post_entry
from marketplace.orders.events import OrderSettled
from marketplace.orders.models import Order, OrderStatus, WithheldCommission
from marketplace.orders.owed import shares_to_owe
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING
from marketplace.programme.models import Award, AwardStatus, Scheme
from marketplace.programme.parameters import Parameters
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherCompleted


def fulfil_order(session: Session, event: VoucherCompleted, *, zone: ZoneInfo) -> None:
    """When the voucher is completed, the order is fulfilled and, at the latest now,
    settled; the deadline of the next purchase starts (programme rules, section 4).
    Runs in the completion's transaction."""
    order, award, scheme, provider_id = session.execute(
        select(Order, Award, Scheme, Voucher.provider_id)
        .join(Voucher, Voucher.id == Order.voucher_id)
        .join(Award, Award.id == Order.award_id)
        .join(Scheme, Scheme.id == Award.scheme_id)
        .where(Order.voucher_id == event.voucher_id)
        .with_for_update(key_share=True, of=[Award, Order])
    ).one()
    order.status = OrderStatus.FULFILLED
    if order.settled_at is None:
        settle_order(session, order, provider_id=provider_id, at=event.occurred_at)
    _start_next_deadline(award, scheme, zone=zone, at=event.occurred_at)


def _start_next_deadline(
    award: Award, scheme: Scheme, *, zone: ZoneInfo, at: datetime
) -> None:
    days = Parameters.from_document(scheme.document).purchase.next_deadline_days
    if award.status == AwardStatus.ACTIVE and days is not None:
        award.purchase_deadline_at = end_of_day_after(at, days=days, zone=zone)


def settle_order(
    session: Session, order: Order, *, provider_id: UUID, at: datetime
) -> None:
    """Owe the institution its share and the platform its commission.

    The scheme says when: at purchase (semi-bansos) or at completion (normal); see
    docs/rules/orders.md. What is owed to a sanctioned one is held, commission for a
    course of the platform's own group withheld. A free course owes nothing.
    """
    order.settled_at = at
    if order.price == 0:
        return
    share, commission = split_price(order.price, commission_bps=order.commission_bps)
    owed = shares_to_owe(session, order, provider_id)
    post_entry(
        session,
        [
            Line(VOUCHERS_OUTSTANDING, order.price),
            *(Line(each.account, -each.amount) for each in owed),
        ],
        reference=f"settlement:{order.id}",
        description="Shares of institution and platform are owed.",
        at=at,
    )
    if any(each.withheld for each in owed):
        session.add(
            WithheldCommission(
                order_id=order.id,
                platform_id=order.platform_id,
                provider_id=provider_id,
                amount=commission,
                withheld_at=at,
            )
        )
    publish(
        session,
        OrderSettled(
            occurred_at=at,
            audience=(order.platform_id, provider_id),
            order_id=order.id,
            voucher_id=order.voucher_id,
            provider_share=share,
            platform_commission=commission,
        ),
    )
