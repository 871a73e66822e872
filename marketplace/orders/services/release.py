"""Releasing commission that was withheld, once its tie is over or waived."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.ledger import post_transfer
from marketplace.orders.models import WithheldCommission
from marketplace.orders.owed import account_owed, paid_roles
from marketplace.programme.ledger import commission_withheld_from
from partners.conflicts.queries import sells_its_own
from partners.organisations.models import Kind

OPEN = (
    WithheldCommission.released_at.is_(None),
    WithheldCommission.returned_at.is_(None),
)


def release_withheld(session: Session, organisation_id: UUID, *, at: datetime) -> int:
    """Owe platforms what was withheld because of this organisation and need not be any
    more; how much in all, whole rupiah.

    One journal entry for each institution and platform; may be repeated.
    """
    pairs = session.execute(
        select(WithheldCommission.provider_id, WithheldCommission.platform_id)
        .where(
            *OPEN,
            or_(
                WithheldCommission.platform_id == organisation_id,
                WithheldCommission.provider_id == organisation_id,
            ),
            ~sells_its_own(
                WithheldCommission.provider_id, WithheldCommission.platform_id
            ),
        )
        .group_by(WithheldCommission.provider_id, WithheldCommission.platform_id)
        .order_by(WithheldCommission.platform_id, WithheldCommission.provider_id)
    ).all()
    return sum(
        _release(session, provider_id, platform_id, at=at)
        for provider_id, platform_id in pairs
    )


def withheld_from(session: Session, platform_id: UUID) -> int:
    """How much commission is withheld from a platform, whole rupiah."""
    total = session.scalar(
        select(func.coalesce(func.sum(WithheldCommission.amount), 0)).where(
            *OPEN, WithheldCommission.platform_id == platform_id
        )
    )
    return int(total or 0)


def _release(
    session: Session, provider_id: UUID, platform_id: UUID, *, at: datetime
) -> int:
    amounts = session.scalars(
        update(WithheldCommission)
        .where(
            *OPEN,
            WithheldCommission.platform_id == platform_id,
            WithheldCommission.provider_id == provider_id,
        )
        .values(released_at=at)
        .returning(WithheldCommission.amount)
        .execution_options(synchronize_session=False)
    ).all()
    amount = sum(amounts)
    if not amount:
        return 0
    held = (platform_id, Kind.DIGITAL_PLATFORM) not in paid_roles(session, platform_id)
    post_transfer(
        session,
        debit=commission_withheld_from(platform_id),
        credit=account_owed(Kind.DIGITAL_PLATFORM, platform_id, is_held=held),
        amount=amount,
        reference=f"commission-release:{new_id()}",
        description="Commission that was withheld because of a tie is owed.",
        at=at,
    )
    record(
        session,
        action="commission.released",
        object_type="organisation",
        object_id=platform_id,
        at=at,
        after={"amount": amount, "provider_id": str(provider_id)},
    )
    return amount
