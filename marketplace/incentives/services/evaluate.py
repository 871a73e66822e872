"""Holding conditions against the facts, and scheduling what has earned it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.reviews.events import ReviewGiven
from core.events import publish
from core.ledger import post_transfer
from marketplace.incentives.events import IncentiveScheduled
from marketplace.incentives.models import Condition, Entitlement, EntitlementStatus
from marketplace.incentives.queries import facts_for
from marketplace.incentives.rules import due_at
from marketplace.incentives.services.move import move_entitlement
from marketplace.incentives.services.retry import retry_after_new_account
from marketplace.payments.events import (
    PayoutAccountLinked,
    PayoutAccountRefused,
    PayoutAccountVerified,
)
from marketplace.payments.services.link_account import lock_participant
from marketplace.programme.ledger import INCENTIVES_PAYABLE, fund_of
from marketplace.programme.models import Award, Scheme
from marketplace.programme.parameters import Parameters
from vouchers.certificates.events import CertificateRevoked


def on_review(session: Session, event: ReviewGiven) -> None:
    """A review may be the condition that was missing."""
    evaluate(session, participant_id=event.participant_id, at=event.occurred_at)


def on_account_changed(
    session: Session, event: PayoutAccountLinked | PayoutAccountRefused
) -> None:
    """A linked account meets a condition; one that is replaced or refused no longer
    does, as long as the incentive is not scheduled."""
    evaluate(session, participant_id=event.participant_id, at=event.occurred_at)


def on_account_verified(session: Session, event: PayoutAccountVerified) -> None:
    """A verified account may be the condition that was missing, or the account that a
    failed payment waits for."""
    evaluate(session, participant_id=event.participant_id, at=event.occurred_at)
    retry_after_new_account(
        session, participant_id=event.participant_id, at=event.occurred_at
    )


def on_certificate_revoked(session: Session, event: CertificateRevoked) -> None:
    """Without its certificate an incentive that is not scheduled yet stays open."""
    evaluate(session, participant_id=event.participant_id, at=event.occurred_at)


def evaluate(session: Session, *, participant_id: UUID, at: datetime) -> None:
    """Note which conditions are met, and schedule every incentive that meets them all.

    Evaluations of one participant take turns: without that, two facts that are written
    at the same moment would each miss the other. Whoever comes second sees both facts,
    and an entitlement that is scheduled already is left alone.
    """
    if not lock_participant(session, participant_id):
        return
    entitlements = session.scalars(
        select(Entitlement)
        .where(
            Entitlement.participant_id == participant_id,
            Entitlement.status == EntitlementStatus.CONDITIONS_OPEN,
        )
        .order_by(Entitlement.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for entitlement in entitlements:
        if _meets_all(session, entitlement):
            _schedule(session, entitlement, at=at)


def _meets_all(session: Session, entitlement: Entitlement) -> bool:
    facts = facts_for(session, entitlement)
    conditions: Sequence[Condition] = session.scalars(
        select(Condition).where(Condition.entitlement_id == entitlement.id)
    ).all()
    for condition in conditions:
        condition.met_at = facts.met_at(condition.name)
    return all(condition.met_at is not None for condition in conditions)


def _schedule(session: Session, entitlement: Entitlement, *, at: datetime) -> None:
    """Reserve the money and set the day. Both moves are told apart in the audit trail:
    eligible says that it was earned, scheduled that it will be paid (feature 76)."""
    scheme = session.scalars(
        select(Scheme)
        .join(Award, Award.scheme_id == Scheme.id)
        .where(Award.id == entitlement.award_id)
    ).one()
    incentives = Parameters.from_document(scheme.document).incentives
    move_entitlement(session, entitlement, EntitlementStatus.ELIGIBLE, at=at)
    entitlement.due_at = due_at(incentives, number=entitlement.number, met_at=at)
    move_entitlement(session, entitlement, EntitlementStatus.SCHEDULED, at=at)
    post_transfer(
        session,
        debit=fund_of(scheme.code),
        credit=INCENTIVES_PAYABLE,
        amount=entitlement.amount,
        reference=f"incentive:{entitlement.id}",
        description="Incentive earned: all conditions are met.",
        at=at,
    )
    publish(
        session,
        IncentiveScheduled(
            occurred_at=at, entitlement_id=entitlement.id, amount=entitlement.amount
        ),
    )
