"""Storing what the partner said of a payment, and what follows from it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import audit
from core.events import publish
from core.ledger import post_transfer
from core.logs import get_logger
from marketplace.payments.events import PaymentFailed, PaymentSucceeded
from marketplace.payments.models import (
    LIVE_ACCOUNTS,
    PaymentAttempt,
    PaymentOrder,
    PaymentStatus,
    PayoutAccount,
)
from marketplace.payments.partner.evidence import AttemptRecord
from marketplace.payments.reasons import Cause, reason_for, told
from marketplace.payments.rules import (
    BREAKER_PAUSE,
    HELD_PAUSE,
    Says,
    Verdict,
    delay_after,
)
from marketplace.payments.services.check_account import refuse_account
from marketplace.payments.services.claim import OPEN_PAYMENTS
from marketplace.payments.services.link_account import lock_participant
from marketplace.programme.ledger import INCENTIVES_PAID, INCENTIVES_PAYABLE

log = get_logger(__name__)

Attempts = Sequence[tuple[str, AttemptRecord]]


def settle_payment(
    session: Session,
    *,
    order_id: UUID,
    verdict: Verdict,
    attempts: Attempts,
    is_new: bool = False,
    at: datetime,
) -> PaymentOrder:
    """Apply a verdict to a payment, whoever brings it and however often.

    A payment that has ended keeps its end; a word against it raises an alert. `is_new`:
    before this step nothing had ever been sent.
    """
    order = session.scalars(
        select(PaymentOrder)
        .where(PaymentOrder.id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    _keep_evidence(session, order, attempts)
    if order.is_final:
        _check_against_end(order, verdict)
        return order
    order.claimed_until = None
    order.partner_payout_id = verdict.payout_id or order.partner_payout_id
    if verdict.alert:
        _alert(order, verdict)
    match verdict.says:
        case Says.PAID:
            _succeed(session, order, at=at)
        case Says.FAILED:
            _fail(session, order, code=verdict.code or "refused", at=at)
        case _:
            _leave_open(session, order, verdict, is_new=is_new, at=at)
    return order


def _succeed(session: Session, order: PaymentOrder, *, at: datetime) -> None:
    """The money has arrived: what was payable is paid."""
    _end(session, order, PaymentStatus.SUCCEEDED, at=at)
    post_transfer(
        session,
        debit=INCENTIVES_PAYABLE,
        credit=INCENTIVES_PAID,
        amount=order.amount,
        reference=f"payment:{order.id}",
        description="Incentive paid through the payment partner.",
        at=at,
    )
    publish(
        session,
        PaymentSucceeded(
            occurred_at=at,
            payment_order_id=order.id,
            entitlement_id=order.entitlement_id,
            amount=order.amount,
        ),
    )


def _fail(session: Session, order: PaymentOrder, *, code: str, at: datetime) -> None:
    """The partner will not pay: the money stays payable, a bad account is refused."""
    order.failure = code
    _end(session, order, PaymentStatus.FAILED, at=at)
    if reason_for(code).cause == Cause.ACCOUNT:
        # Before the account, as linking does, so that the two cannot wait in a circle.
        lock_participant(session, order.participant_id)
        account = session.scalars(
            select(PayoutAccount)
            .where(PayoutAccount.id == order.payout_account_id)
            .with_for_update()
        ).one()
        if account.status in LIVE_ACCOUNTS:
            refuse_account(session, account, code=code, at=at)
    publish(
        session,
        PaymentFailed(
            occurred_at=at,
            payment_order_id=order.id,
            entitlement_id=order.entitlement_id,
            failure=told(code),
            reported=code,
        ),
    )


def _end(
    session: Session, order: PaymentOrder, status: PaymentStatus, *, at: datetime
) -> None:
    before = order.status
    order.move_to(status)
    order.finished_at = at
    audit.record(
        session,
        action=f"payment.{status}",
        object_type="payment_order",
        object_id=order.id,
        before={"status": before},
        after={"status": status},
        reason=order.failure,
        at=at,
    )


def _leave_open(
    session: Session,
    order: PaymentOrder,
    verdict: Verdict,
    *,
    is_new: bool,
    at: datetime,
) -> None:
    """The end is still open: note when to come back."""
    if verdict.says == Says.NOT_SENT:
        if is_new and order.status == PaymentStatus.SUBMITTING:
            order.move_to(PaymentStatus.CREATED)
        order.next_step_at = at + BREAKER_PAUSE
        return
    if verdict.says == Says.HELD:
        order.next_step_at = at + HELD_PAUSE
        pause_queue(session, until=order.next_step_at)
        return
    if verdict.says == Says.UNKNOWN and order.status == PaymentStatus.SUBMITTING:
        order.move_to(PaymentStatus.UNKNOWN)
    order.unanswered += 1
    order.next_step_at = at + delay_after(order.unanswered)


def pause_queue(session: Session, *, until: datetime) -> None:
    """Send nothing before `until`: the partner does not let us in."""
    session.execute(
        update(PaymentOrder)
        .where(
            PaymentOrder.status.in_(OPEN_PAYMENTS), PaymentOrder.next_step_at < until
        )
        .values(next_step_at=func.greatest(PaymentOrder.next_step_at, until))
    )


def _keep_evidence(session: Session, order: PaymentOrder, attempts: Attempts) -> None:
    for kind, attempt in attempts:
        outcome = attempt.error or f"status_{attempt.status}"
        session.add(
            PaymentAttempt(
                payment_order_id=order.id,
                kind=kind,
                attempted_at=attempt.started_at,
                latency_ms=attempt.latency_ms,
                http_status=attempt.status,
                partner_request_id=attempt.request_id,
                outcome=outcome + ("_replayed" if attempt.replayed else ""),
            )
        )


def _check_against_end(order: PaymentOrder, verdict: Verdict) -> None:
    against = {
        PaymentStatus.SUCCEEDED: Says.FAILED,
        PaymentStatus.FAILED: Says.PAID,
    }[PaymentStatus(order.status)]
    if verdict.says == against:
        _alert(order, verdict)


def _alert(order: PaymentOrder, verdict: Verdict) -> None:
    log.error(
        "payment.alert",
        payment_order_id=str(order.id),
        status=order.status,
        says=verdict.says,
        reason=verdict.reason,
    )
