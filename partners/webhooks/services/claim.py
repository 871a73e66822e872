"""Taking the deliveries that are due, and making what is sent of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.selectable import LateralFromClause

from core.events import StoredEvent
from partners.feed import FeedEntry
from partners.organisations import Organisation
from partners.organisations.models import ACTING
from partners.webhooks.messages import body_of
from partners.webhooks.models import Delivery, DeliveryStatus, Endpoint
from partners.webhooks.rules import IN_FLIGHT_WHILE_FAILING, SLOW_AFTER
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
    session: Session, *, slow: bool, limit: int, at: datetime
) -> list[Parcel]:
    """Take up to `limit` due deliveries for the next 60 seconds.

    `slow` picks the endpoints whose last attempt failed or was slow; they are served
    apart from the others, so that none delays another (WH-05). Claims take turns, which
    keeps the number in flight per endpoint exact over all workers.
    """
    session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
    deliveries = session.scalars(
        select(Delivery)
        .where(Delivery.id.in_(_due(slow=slow, limit=limit, at=at)))
        .with_for_update(skip_locked=True)
    ).all()
    for delivery in deliveries:
        delivery.claimed_until = at + LEASE
    return _parcels(session, deliveries, at=at)


def _due(*, slow: bool, limit: int, at: datetime) -> Select[UUID]:
    """Ids of due deliveries: of each endpoint as many as may still be in flight, and
    first of those that have the fewest; so a long queue is behind nobody's first. What
    is for a suspended organisation waits."""
    flights = _flights(at)
    own = _own_due(_allowed(flights, slow=slow, at=at), at=at)
    is_slow = or_(Endpoint.failing_since.is_not(None), Endpoint.slow_since.is_not(None))
    place = func.row_number().over(
        partition_by=Endpoint.id, order_by=(own.c.next_attempt_at, own.c.sequence)
    )
    # The slow by lot: whose queue is longest would be asked again and again.
    turn = (
        [func.random()]
        if slow
        else [flights.c.count + place, own.c.next_attempt_at, own.c.sequence]
    )
    return (
        select(own.c.id)
        .select_from(Endpoint)
        .join(Organisation, Organisation.id == Endpoint.organisation_id)
        .join(flights, true())
        .join(own, true())
        .where(
            Endpoint.disabled_at.is_(None),
            Endpoint.paused_at.is_(None),
            Organisation.standing.in_(ACTING),
            is_slow if slow else not_(is_slow),
        )
        .order_by(*turn)
        .limit(limit)
    )


def _flights(at: datetime) -> LateralFromClause:
    """How many deliveries of an endpoint are on their way, and until when the oldest is
    claimed."""
    flying = aliased(Delivery)
    return (
        select(
            func.count().label("count"),
            func.min(flying.claimed_until).label("until"),
        )
        .where(flying.endpoint_id == Endpoint.id, flying.claimed_until > at)
        .lateral("flights")
    )


def _allowed(
    flights: LateralFromClause, *, slow: bool, at: datetime
) -> ColumnElement[int]:
    """How many more an endpoint may have on their way. A quick one that keeps us
    waiting is slow from now on and gets nothing more here."""
    if slow:
        most = case(
            (Endpoint.failing_since.is_not(None), IN_FLIGHT_WHILE_FAILING),
            else_=Endpoint.concurrency,
        )
    else:
        keeps_waiting = flights.c.until <= at + LEASE - SLOW_AFTER
        most = case((keeps_waiting, 0), else_=Endpoint.concurrency)
    return func.greatest(most - flights.c.count, 0)


def _own_due(allowed: ColumnElement[int], *, at: datetime) -> LateralFromClause:
    return (
        select(Delivery.id, Delivery.next_attempt_at, Delivery.sequence)
        .where(
            Delivery.endpoint_id == Endpoint.id,
            Delivery.status == DeliveryStatus.PENDING,
            Delivery.next_attempt_at <= at,
            or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= at),
        )
        .order_by(Delivery.next_attempt_at, Delivery.sequence)
        .limit(allowed)
        .lateral("own")
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
