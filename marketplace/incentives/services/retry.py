"""Paying again after a failure: a new payment with a new key, the same money."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.incentives.errors import IncentiveNotFailed, IncentiveNotFound
from marketplace.incentives.models import Entitlement, EntitlementStatus
from marketplace.incentives.services.move import move_entitlement
from marketplace.payments.reasons import Cause, reason_for


def retry_payment(session: Session, *, entitlement_id: UUID, at: datetime) -> None:
    """Have a failed incentive paid again, after a person looked into it.

    Raises IncentiveNotFound, or IncentiveNotFailed: what may still be under way is
    never paid a second time (feature 83).
    """
    entitlement = session.scalars(
        select(Entitlement).where(Entitlement.id == entitlement_id).with_for_update()
    ).one_or_none()
    if entitlement is None:
        raise IncentiveNotFound
    if entitlement.status != EntitlementStatus.FAILED:
        raise IncentiveNotFailed(state=entitlement.status)
    schedule_again(session, entitlement, due_at=at, at=at)


def retry_after_new_account(
    session: Session, *, participant_id: UUID, at: datetime
) -> None:
    """Pay to the account that was just verified what the one before did not take."""
    failed = session.scalars(
        select(Entitlement)
        .where(
            Entitlement.participant_id == participant_id,
            Entitlement.status == EntitlementStatus.FAILED,
        )
        .order_by(Entitlement.id)
        .with_for_update()
    ).all()
    for entitlement in failed:
        if reason_for(entitlement.failure or "").cause == Cause.ACCOUNT:
            schedule_again(session, entitlement, due_at=at, at=at)


def schedule_again(
    session: Session, entitlement: Entitlement, *, due_at: datetime, at: datetime
) -> None:
    """The money is still payable, so nothing is booked; the last failure stays shown
    until the payment succeeds."""
    move_entitlement(
        session,
        entitlement,
        EntitlementStatus.SCHEDULED,
        reason=entitlement.failure,
        at=at,
    )
    entitlement.due_at = due_at
