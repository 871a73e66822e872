"""Ordering a payment: written down before anybody is asked to pay."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import audit
from core.ids import new_id
from marketplace.payments.models import PaymentOrder, PaymentStatus, PayoutAccount
from marketplace.payments.partner.payouts import PayoutRequest


def order_payment(
    session: Session,
    *,
    entitlement_id: UUID,
    account: PayoutAccount,
    amount: int,
    at: datetime,
) -> PaymentOrder:
    """Write down one payment of whole rupiah to a verified account.

    The key and the exact request are stored with it before the first call. It is the
    next of its entitlement's lineage; the database refuses a second one that has not
    failed (feature 83).
    """
    order_id = new_id()
    request = PayoutRequest(
        order_id=str(order_id),
        amount=amount,
        destination=str(account.partner_reference),
    )
    order = PaymentOrder(
        id=order_id,
        entitlement_id=entitlement_id,
        participant_id=account.participant_id,
        payout_account_id=account.id,
        lineage=_next_lineage(session, entitlement_id),
        amount=amount,
        status=PaymentStatus.CREATED,
        idempotency_key=str(uuid4()),
        request={
            "destination": request.destination,
            "currency": request.currency,
            "body": request.form_body().decode("ascii"),
        },
        unanswered=0,
        created_at=at,
        next_step_at=at,
    )
    session.add(order)
    audit.record(
        session,
        action="payment.created",
        object_type="payment_order",
        object_id=order_id,
        after={"status": order.status, "amount": amount, "lineage": order.lineage},
        at=at,
    )
    return order


def _next_lineage(session: Session, entitlement_id: UUID) -> int:
    last = session.scalar(
        select(func.max(PaymentOrder.lineage)).where(
            PaymentOrder.entitlement_id == entitlement_id
        )
    )
    return (last or 0) + 1
