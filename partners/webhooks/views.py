"""What the API shows: rows put together, so that services stay free of the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from partners.webhooks.models import Attempt, Delivery, DeliveryStatus
from partners.webhooks.queries import attempts_at, topics_of
from partners.webhooks.services.endpoints import Disclosed


@dataclass(frozen=True)
class DeliveryView:
    """A delivery with the topic of its event and all its attempts."""

    id: UUID
    event_id: UUID
    sequence: int | None
    topic: str
    status: str
    created_at: datetime
    delivered_at: datetime | None
    next_attempt_at: datetime | None
    attempts: Sequence[Attempt]


@dataclass(frozen=True)
class DisclosedView:
    """An endpoint with its secret."""

    id: UUID
    url: str
    topics: Sequence[str]
    concurrency: int
    created_at: datetime
    paused_at: datetime | None
    disabled_at: datetime | None
    disabled_reason: str | None
    failing_since: datetime | None
    slow_since: datetime | None
    previous_expires_at: datetime | None
    secret: str


def show_deliveries(
    session: Session, deliveries: Sequence[Delivery]
) -> list[DeliveryView]:
    """Deliveries with their attempts, in two more queries however many there are."""
    topics = topics_of(session, deliveries)
    attempts = attempts_at(session, deliveries)
    return [
        DeliveryView(
            id=delivery.id,
            event_id=delivery.event_id,
            sequence=delivery.sequence,
            topic=topics[delivery.event_id],
            status=delivery.status,
            created_at=delivery.created_at,
            delivered_at=delivery.delivered_at,
            next_attempt_at=(
                delivery.next_attempt_at
                if delivery.status == DeliveryStatus.PENDING
                else None
            ),
            attempts=attempts[delivery.id],
        )
        for delivery in deliveries
    ]


def show_secret(disclosed: Disclosed) -> DisclosedView:
    """An endpoint with its new secret, for the one answer that holds it."""
    endpoint = disclosed.endpoint
    return DisclosedView(
        id=endpoint.id,
        url=endpoint.url,
        topics=endpoint.topics,
        concurrency=endpoint.concurrency,
        created_at=endpoint.created_at,
        paused_at=endpoint.paused_at,
        disabled_at=endpoint.disabled_at,
        disabled_reason=endpoint.disabled_reason,
        failing_since=endpoint.failing_since,
        slow_since=endpoint.slow_since,
        previous_expires_at=endpoint.previous_expires_at,
        secret=disclosed.secret,
    )
