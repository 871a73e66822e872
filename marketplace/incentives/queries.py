"""Reads of incentives: the facts behind conditions, and the participant's view."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.reviews.models import Review
from marketplace.incentives.conditions import WORDS, Facts, Words
from marketplace.incentives.models import Condition, Entitlement
from marketplace.payments.queries import live_account_of
from marketplace.payments.reasons import Reason, reason_for
from vouchers.certificates.models import Certificate, CertificateStatus


@dataclass(frozen=True)
class ConditionView:
    """A condition with its words."""

    condition: Condition
    words: Words


@dataclass(frozen=True)
class IncentiveView:
    """One incentive with every condition named and met or unmet; `failure` is why the
    last payment failed."""

    entitlement: Entitlement
    conditions: Sequence[ConditionView]
    failure: Reason | None


def incentives_of(session: Session, participant_id: UUID) -> Sequence[IncentiveView]:
    """A participant's incentives in the order of their payment; empty before the first
    certificate. A handful at most."""
    entitlements = session.scalars(
        select(Entitlement)
        .where(Entitlement.participant_id == participant_id)
        .order_by(Entitlement.kind, Entitlement.number)
    ).all()
    conditions = session.scalars(
        select(Condition).where(
            Condition.entitlement_id.in_([one.id for one in entitlements])
        )
    ).all()
    return [_view(one, conditions) for one in entitlements]


def facts_for(session: Session, entitlement: Entitlement) -> Facts:
    """Since when each condition of this entitlement is met, read from its source."""
    certificate = session.get_one(
        Certificate, entitlement.certificate_id, populate_existing=True
    )
    is_valid = certificate.status == CertificateStatus.ISSUED
    review = session.scalar(
        select(Review.created_at).where(
            Review.participant_id == entitlement.participant_id,
            Review.course_id == certificate.course_id,
        )
    )
    account = live_account_of(session, entitlement.participant_id)
    return Facts(
        certificate=certificate.issued_at if is_valid else None,
        review=review,
        account_linked=account.linked_at if account else None,
        account_verified=account.verified_at if account else None,
    )


def _view(entitlement: Entitlement, conditions: Sequence[Condition]) -> IncentiveView:
    own = {one.name: one for one in conditions if one.entitlement_id == entitlement.id}
    return IncentiveView(
        entitlement=entitlement,
        conditions=[
            ConditionView(own[name], words)
            for name, words in WORDS.items()
            if name in own
        ],
        failure=reason_for(entitlement.failure) if entitlement.failure else None,
    )
