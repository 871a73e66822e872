"""Reads of endpoints and deliveries, each within one organisation."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.events import StoredEvent
from partners.webhooks.errors import DeliveryNotFound, EndpointNotFound
from partners.webhooks.models import Attempt, Delivery, Endpoint


def endpoints_of(organisation_id: UUID) -> Select[Endpoint]:
    """All endpoints of an organisation, the disabled too."""
    return select(Endpoint).where(Endpoint.organisation_id == organisation_id)


def find_endpoint(
    session: Session, endpoint_id: UUID, *, organisation_id: UUID, lock: bool = False
) -> Endpoint:
    """An organisation's own endpoint; raises EndpointNotFound for any other."""
    query = endpoints_of(organisation_id).where(Endpoint.id == endpoint_id)
    endpoint = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if endpoint is None:
        raise EndpointNotFound
    return endpoint


def find_delivery(
    session: Session, delivery_id: UUID, *, endpoint: Endpoint, lock: bool = False
) -> Delivery:
    """A delivery to `endpoint`; raises DeliveryNotFound for any other."""
    query = deliveries_to(endpoint).where(Delivery.id == delivery_id)
    delivery = session.scalar(query.with_for_update() if lock else query)
    if delivery is None:
        raise DeliveryNotFound
    return delivery


def deliveries_to(
    endpoint: Endpoint, *, status: str | None = None, event_id: UUID | None = None
) -> Select[Delivery]:
    """An endpoint's deliveries, perhaps only those in one status or of one event."""
    query = select(Delivery).where(Delivery.endpoint_id == endpoint.id)
    if status is not None:
        query = query.where(Delivery.status == status)
    return query if event_id is None else query.where(Delivery.event_id == event_id)


def topics_of(session: Session, deliveries: Sequence[Delivery]) -> dict[UUID, str]:
    """The topic of each delivery's event, by event id."""
    wanted = [delivery.event_id for delivery in deliveries]
    rows = session.execute(
        select(StoredEvent.id, StoredEvent.topic).where(StoredEvent.id.in_(wanted))
    )
    return {row.id: row.topic for row in rows}


def attempts_at(
    session: Session, deliveries: Sequence[Delivery]
) -> dict[UUID, list[Attempt]]:
    """The attempts of each delivery, oldest first."""
    found: dict[UUID, list[Attempt]] = defaultdict(list)
    for attempt in session.scalars(
        select(Attempt)
        .where(Attempt.delivery_id.in_([delivery.id for delivery in deliveries]))
        .order_by(Attempt.attempted_at, Attempt.id)
    ):
        found[attempt.delivery_id].append(attempt)
    return found
