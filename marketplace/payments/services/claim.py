"""Taking a payment whose next step is due, so that one worker at a time works on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from marketplace.payments.models import PaymentAttempt, PaymentOrder, PaymentStatus
from marketplace.payments.partner.payouts import PayoutRequest
from marketplace.payments.rules import CLAIM_TIME
from partners.switches.models import Switch
from partners.switches.queries import is_closed

OPEN_PAYMENTS = (
    PaymentStatus.CREATED,
    PaymentStatus.SUBMITTING,
    PaymentStatus.UNKNOWN,
)
SENT_PAYMENTS = (PaymentStatus.SUBMITTING, PaymentStatus.UNKNOWN)


@dataclass(frozen=True)
class ClaimedPayment:
    """What a step needs to know outside any transaction.

    `is_new`: nothing was ever sent. `stored_error_at`: when the partner first repeated
    a stored server error for the key. With `may_send` false nothing may be sent, only
    asked: payouts are closed.
    """

    order_id: UUID
    key: str
    request: PayoutRequest
    body: bytes
    created_at: datetime
    is_new: bool
    payout_id: str | None
    stored_error_at: datetime | None
    may_send: bool = True


def claim_next(session: Session, *, at: datetime) -> ClaimedPayment | None:
    """Claim the payment that has waited longest, or None when none is due.

    The claim runs out by itself, so a worker that dies leaves nothing stuck: the next
    one asks the partner, or sends the same body under the same key. While payouts are
    closed, what was never sent waits, and of the rest it is only asked.
    """
    closed = bool(session.scalar(select(is_closed(Switch.PAYOUTS))))
    order = session.scalars(
        select(PaymentOrder)
        .where(
            PaymentOrder.status.in_(SENT_PAYMENTS if closed else OPEN_PAYMENTS),
            PaymentOrder.next_step_at <= at,
            or_(PaymentOrder.claimed_until.is_(None), PaymentOrder.claimed_until < at),
        )
        .order_by(PaymentOrder.next_step_at, PaymentOrder.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if order is None:
        return None
    is_new = order.status == PaymentStatus.CREATED
    if is_new:
        order.move_to(PaymentStatus.SUBMITTING)
    order.claimed_until = at + CLAIM_TIME
    return ClaimedPayment(
        order_id=order.id,
        key=order.idempotency_key,
        request=request_of(order),
        body=order.request["body"].encode("ascii"),
        created_at=order.created_at,
        is_new=is_new,
        payout_id=order.partner_payout_id,
        stored_error_at=_stored_error_at(session, order.id),
        may_send=not closed,
    )


def request_of(order: PaymentOrder) -> PayoutRequest:
    """The request that was stored with the order."""
    return PayoutRequest(
        order_id=str(order.id),
        amount=order.amount,
        destination=order.request["destination"],
        currency=order.request["currency"],
    )


def _stored_error_at(session: Session, order_id: UUID) -> datetime | None:
    return session.scalar(
        select(func.min(PaymentAttempt.attempted_at)).where(
            PaymentAttempt.payment_order_id == order_id,
            PaymentAttempt.kind == "create",
            PaymentAttempt.http_status >= 500,
            PaymentAttempt.outcome.endswith("_replayed"),
        )
    )
