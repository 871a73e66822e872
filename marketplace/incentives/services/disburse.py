"""Handing incentives that are due to the payments."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from marketplace.incentives.models import Entitlement, EntitlementStatus
from marketplace.incentives.services.move import move_entitlement
from marketplace.payments.models import AccountStatus, PayoutAccount
from marketplace.payments.services.order_payment import order_payment
from partners.switches.models import Switch
from partners.switches.queries import is_closed

CHUNK = 100


def disburse_due(session: Session, *, at: datetime, chunk: int = CHUNK) -> int:
    """Order the payment of up to `chunk` incentives that are due; how many.

    Two workers never take the same one. An incentive whose participant has no verified
    account just now waits until she has one; all wait while payouts are closed.
    """
    due = session.execute(
        select(Entitlement, PayoutAccount)
        .join(
            PayoutAccount,
            and_(
                PayoutAccount.participant_id == Entitlement.participant_id,
                PayoutAccount.status == AccountStatus.VERIFIED,
            ),
        )
        .where(
            Entitlement.status == EntitlementStatus.SCHEDULED,
            Entitlement.due_at <= at,
            ~is_closed(Switch.PAYOUTS),
        )
        .order_by(Entitlement.due_at, Entitlement.id)
        .limit(chunk)
        .with_for_update(of=Entitlement, skip_locked=True)
    ).all()
    for entitlement, account in due:
        move_entitlement(session, entitlement, EntitlementStatus.DISBURSING, at=at)
        order_payment(
            session,
            entitlement_id=entitlement.id,
            account=account,
            amount=entitlement.amount,
            at=at,
        )
    return len(due)
