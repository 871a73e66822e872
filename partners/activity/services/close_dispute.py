"""An operator ends a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import context
from core.audit.services.record import record
from core.events import publish
from partners.activity.errors import DisputeNotFound
from partners.activity.events import DisputeClosed
from partners.activity.models import Dispute, Outcome
from partners.oauth.rules import pairwise_subject


def close_dispute(
    session: Session,
    *,
    dispute_id: UUID,
    outcome: Outcome,
    reason: str,
    subject_key: bytes,
    at: datetime,
) -> Dispute:
    """Close a case with what was found and why; of two at once, one does.

    Raises DisputeNotFound or DisputeClosedAlready.
    """
    dispute = session.scalar(
        select(Dispute)
        .where(Dispute.id == dispute_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if dispute is None:
        raise DisputeNotFound
    dispute.close(by=context.current().actor, outcome=outcome, reason=reason, at=at)
    session.flush()
    record(
        session,
        action="dispute.closed",
        object_type="dispute",
        object_id=dispute.id,
        at=at,
        after={"outcome": outcome},
        reason=reason,
    )
    publish(
        session,
        DisputeClosed(
            dispute_id=dispute.id,
            subject=pairwise_subject(
                subject_key,
                organisation_id=dispute.organisation_id,
                account_id=dispute.account_id,
            ),
            outcome=outcome,
            occurred_at=at,
            audience=(dispute.organisation_id,),
        ),
    )
    return dispute
