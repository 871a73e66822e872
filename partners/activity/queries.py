"""Reads of uses and disputes."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from partners.activity.errors import DisputeNotFound
from partners.activity.models import Dispute, Use
from partners.organisations.models import Organisation


def uses_of(account_id: UUID) -> Select[*tuple[Any, ...]]:
    """What was done with her account, with her disputes; the page pages them."""
    return (
        select(
            Use.id,
            Use.kind,
            Use.matter,
            Use.amount,
            Use.occurred_at,
            Organisation.name.label("organisation"),
            Dispute.id.label("dispute_id"),
            Dispute.state.label("dispute_state"),
        )
        .join(Organisation, Organisation.id == Use.organisation_id)
        .outerjoin(Dispute, Dispute.use_id == Use.id)
        .where(Use.account_id == account_id)
    )


def disputes() -> Select[*tuple[Any, ...]]:
    """All disputes with what they are about; the API pages them."""
    return (
        select(
            Dispute.id,
            Dispute.state,
            Dispute.account_id,
            Dispute.organisation_id,
            Organisation.name.label("organisation"),
            Dispute.opened_at,
            Dispute.closed_at,
            Dispute.closed_by,
            Dispute.outcome,
            Dispute.reason,
            Use.kind,
            Use.object_id,
            Use.matter,
            Use.amount,
            Use.occurred_at,
            Use.acting_client,
        )
        .join(Use, Use.id == Dispute.use_id)
        .join(Organisation, Organisation.id == Dispute.organisation_id)
    )


def find_dispute(session: Session, dispute_id: UUID) -> Any:
    """One dispute, or DisputeNotFound."""
    row = session.execute(disputes().where(Dispute.id == dispute_id)).one_or_none()
    if row is None:
        raise DisputeNotFound
    return row


def dispute_of(session: Session, *, dispute_id: UUID, account_id: UUID) -> Any:
    """One of her own disputes; another's is reported as missing."""
    row = session.execute(
        disputes().where(Dispute.id == dispute_id, Dispute.account_id == account_id)
    ).one_or_none()
    if row is None:
        raise DisputeNotFound
    return row
