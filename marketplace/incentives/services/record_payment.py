"""What a payment's end means for its incentive; runs in the payment's transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from core.logs import get_logger
from marketplace.incentives.events import IncentiveFailed, IncentivePaid
from marketplace.incentives.models import Entitlement, EntitlementStatus
from marketplace.incentives.rules import PROGRAMME_RETRY
from marketplace.incentives.services.move import move_entitlement
from marketplace.incentives.services.retry import schedule_again
from marketplace.payments.events import PaymentFailed, PaymentSucceeded
from marketplace.payments.reasons import Cause, reason_for

log = get_logger(__name__)


def on_payment_succeeded(session: Session, event: PaymentSucceeded) -> None:
    """The incentive is paid."""
    at: datetime = event.occurred_at
    entitlement = _locked(session, event.entitlement_id)
    move_entitlement(session, entitlement, EntitlementStatus.PAID, at=at)
    entitlement.paid_at = at
    entitlement.failure = None
    publish(
        session,
        IncentivePaid(
            occurred_at=at, entitlement_id=entitlement.id, amount=entitlement.amount
        ),
    )


def on_payment_failed(session: Session, event: PaymentFailed) -> None:
    """The incentive failed, with the reason. What the participant can mend waits for
    her new account, what the programme can mend is paid again by itself, and anything
    else waits for a person."""
    at: datetime = event.occurred_at
    entitlement = _locked(session, event.entitlement_id)
    entitlement.failure = event.reported
    move_entitlement(
        session, entitlement, EntitlementStatus.FAILED, reason=event.reported, at=at
    )
    publish(
        session,
        IncentiveFailed(
            occurred_at=at, entitlement_id=entitlement.id, failure=event.failure
        ),
    )
    cause = reason_for(event.reported).cause
    if cause == Cause.PROGRAMME:
        schedule_again(session, entitlement, due_at=at + PROGRAMME_RETRY, at=at)
    elif cause == Cause.UNCLEAR:
        log.error(
            "incentive.failure_unclear",
            entitlement_id=str(entitlement.id),
            failure=event.reported,
        )


def _locked(session: Session, entitlement_id: UUID) -> Entitlement:
    return session.scalars(
        select(Entitlement).where(Entitlement.id == entitlement_id).with_for_update()
    ).one()
