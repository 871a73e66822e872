"""Deleting what nobody will ask for any more, and ending what nobody has ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from partners.webhooks.models import (
    Attempt,
    Delivery,
    DeliveryStatus,
    DisabledReason,
    Endpoint,
)
from partners.webhooks.rules import KEEP
from partners.webhooks.services.disable import disable_by_system

BATCH = 1_000
# Each has letters.
PAUSES = 50


def forget_deliveries(session: Session, endpoint_id: UUID, *, at: datetime) -> int:
    """Delete an endpoint's deliveries of more than 30 days ago (WH-07); how many.

    At most 1,000 a call. Those that are still to be sent stay, as do the events.
    """
    old = session.scalars(
        select(Delivery.id)
        .where(
            Delivery.endpoint_id == endpoint_id,
            Delivery.created_at < at - KEEP,
            # A replay may have begun it anew.
            Delivery.next_attempt_at < at - KEEP,
            Delivery.status != DeliveryStatus.PENDING,
        )
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(delete(Attempt).where(Attempt.delivery_id.in_(old)))
    session.execute(delete(Delivery).where(Delivery.id.in_(old)))
    return len(old)


def give_up_waiting(session: Session, endpoint_id: UUID, *, at: datetime) -> int:
    """Give up what has waited for 30 days for a disabled endpoint; how many, at most
    1,000 a call. The log has the events, if it is enabled again."""
    waiting = (
        select(Delivery.id)
        .join(Endpoint, Endpoint.id == Delivery.endpoint_id)
        .where(
            Delivery.endpoint_id == endpoint_id,
            Delivery.status == DeliveryStatus.PENDING,
            Delivery.next_attempt_at < at - KEEP,
            Endpoint.disabled_at < at - KEEP,
        )
        .limit(BATCH)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    given_up = session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(waiting))
        .values(status=DeliveryStatus.FAILED)
        .returning(Delivery.id)
    ).all()
    return len(given_up)


def end_long_pauses(session: Session, *, at: datetime) -> int:
    """Disable the endpoints that have been paused for more than 30 days, and tell their
    owners: what waits must not pile up for ever. How many, at most 50 a call."""
    endpoints = session.scalars(
        select(Endpoint)
        .where(Endpoint.paused_at < at - KEEP, Endpoint.disabled_at.is_(None))
        .order_by(Endpoint.id)
        .limit(PAUSES)
        .with_for_update(key_share=True)
    ).all()
    for endpoint in endpoints:
        disable_by_system(session, endpoint, DisabledReason.PAUSED, at=at)
    return len(endpoints)
