"""Taking the deliveries that are due, and making what is sent of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from core.events import StoredEvent
from partners.feed import FeedEntry
from partners.organisations import Organisation
from partners.organisations.models import ACTING
from partners.webhooks.messages import body_of
from partners.webhooks.models import Delivery, DeliveryStatus, Endpoint
from partners.webhooks.rules import IN_FLIGHT, IN_FLIGHT_WHILE_FAILING
from partners.webhooks.services.endpoints import secrets_of

# Longer than the longest attempt; then the worker is taken for dead.
LEASE = timedelta(seconds=60)
CLAIM_LOCK = 7_201_002


@dataclass(frozen=True)
class Parcel:
    """Everything that an attempt needs, so that it can be sent outside a transaction.

    `secrets` holds the newest first.
    """

    delivery_id: UUID
    endpoint_id: UUID
    url: str
    body: bytes
    secrets: Sequence[str]


def claim_due(
    session: Session, *, failing: bool, limit: int, at: datetime
) -> list[Parcel]:
    """Take up to `limit` due deliveries for the next 60 seconds.

    `failing` picks the endpoints that failed last time; they are served apart from the
    others and one at a time, so that a dead one delays nobody (WH-05). Claims take
    turns, which keeps the number in flight per endpoint exact over all workers.
    """
    session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
    deliveries = session.scalars(
        select(Delivery)
        .where(Delivery.id.in_(_due(failing=failing, limit=limit, at=at)))
        .with_for_update(skip_locked=True)
    ).all()
    for delivery in deliveries:
        delivery.claimed_until = at + LEASE
    return _parcels(session, deliveries, at=at)


def _due(*, failing: bool, limit: int, at: datetime) -> Select[tuple[UUID]]:
    """Ids of due deliveries: of each endpoint as many as may still be in flight. What
    is for a suspended organisation waits."""
    allowed = IN_FLIGHT_WHILE_FAILING if failing else IN_FLIGHT
    flying = aliased(Delivery)
    in_flight = (
        select(func.count())
        .where(flying.endpoint_id == Endpoint.id, flying.claimed_until > at)
        .scalar_subquery()
    )
    own = (
        select(Delivery.id, Delivery.next_attempt_at, Delivery.sequence)
        .where(
            Delivery.endpoint_id == Endpoint.id,
            Delivery.status == DeliveryStatus.PENDING,
            Delivery.next_attempt_at <= at,
            or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= at),
        )
        .order_by(Delivery.next_attempt_at, Delivery.sequence)
        .limit(func.greatest(allowed - in_flight, 0))
        .lateral()
    )
    state = Endpoint.failing_since
    return (
        select(own.c.id)
        .select_from(Endpoint)
        .join(Organisation, Organisation.id == Endpoint.organisation_id)
        .join(own, true())
        .where(
            Organisation.standing.in_(ACTING),
            Endpoint.disabled_at.is_(None),
            state.is_not(None) if failing else state.is_(None),
        )
        .order_by(own.c.next_attempt_at, own.c.sequence)
        .limit(limit)
    )


def _parcels(
    session: Session, deliveries: Sequence[Delivery], *, at: datetime
) -> list[Parcel]:
    endpoints = {
        endpoint.id: endpoint
        for endpoint in session.scalars(
            select(Endpoint).where(
                Endpoint.id.in_({delivery.endpoint_id for delivery in deliveries})
            )
        )
    }
    keys = {
        identity: secrets_of(session, endpoint, at=at)
        for identity, endpoint in endpoints.items()
    }
    bodies = _bodies(session, deliveries)
    return [
        Parcel(
            delivery_id=delivery.id,
            endpoint_id=delivery.endpoint_id,
            url=endpoints[delivery.endpoint_id].url,
            body=bodies[delivery.id],
            secrets=keys[delivery.endpoint_id],
        )
        for delivery in sorted(deliveries, key=_turn)
    ]


def _bodies(session: Session, deliveries: Sequence[Delivery]) -> dict[UUID, bytes]:
    """What is sent with each delivery: its event as the endpoint's owner's log has it,
    read in one query."""
    rows = session.execute(
        select(Delivery.id, StoredEvent, FeedEntry)
        .join(StoredEvent, StoredEvent.id == Delivery.event_id)
        .join(Endpoint, Endpoint.id == Delivery.endpoint_id)
        .outerjoin(
            FeedEntry,
            and_(
                FeedEntry.event_id == Delivery.event_id,
                FeedEntry.organisation_id == Endpoint.organisation_id,
            ),
        )
        .where(Delivery.id.in_([delivery.id for delivery in deliveries]))
    )
    return {identity: body_of(event, entry) for identity, event, entry in rows}


def _turn(delivery: Delivery) -> tuple[datetime, int]:
    """What is due first is sent first, and in the order of the log."""
    return delivery.next_attempt_at, delivery.sequence or 0
