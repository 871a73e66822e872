"""Asking for a delivery by hand: a test event, a replay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core import audit
from core.events import publish
from partners.webhooks.errors import EndpointDisabled, EndpointPaused
from partners.webhooks.events import EndpointTested
from partners.webhooks.models import Delivery, DeliveryStatus, Endpoint
from partners.webhooks.queries import find_delivery, find_endpoint


def send_test(
    session: Session, endpoint_id: UUID, *, organisation_id: UUID, at: datetime
) -> Delivery:
    """Send a test event to one endpoint, whatever topics it wants.

    Raises EndpointNotFound, EndpointDisabled, EndpointPaused.
    """
    endpoint = _usable(session, endpoint_id, organisation_id)
    if endpoint.paused_at is not None:
        raise EndpointPaused
    tested = EndpointTested(endpoint_id=endpoint.id, occurred_at=at)
    event_id = publish(session, tested)
    delivery = Delivery(
        endpoint_id=endpoint.id,
        event_id=event_id,
        status=DeliveryStatus.PENDING,
        attempts=0,
        next_attempt_at=at,
        created_at=at,
    )
    session.add(delivery)
    session.flush()
    return delivery


def replay_delivery(
    session: Session,
    delivery_id: UUID,
    *,
    endpoint_id: UUID,
    organisation_id: UUID,
    at: datetime,
) -> Delivery:
    """Send a delivery again from the start of its schedule, under the same id.

    Raises EndpointNotFound, EndpointDisabled, DeliveryNotFound.
    """
    endpoint = _usable(session, endpoint_id, organisation_id)
    delivery = find_delivery(session, delivery_id, endpoint=endpoint, lock=True)
    delivery.status = DeliveryStatus.PENDING
    delivery.attempts = 0
    delivery.next_attempt_at = at
    delivery.delivered_at = None
    audit.record(
        session,
        action="webhook_delivery.replay",
        object_type="webhook_delivery",
        object_id=delivery.id,
        at=at,
    )
    return delivery


def _usable(session: Session, endpoint_id: UUID, organisation_id: UUID) -> Endpoint:
    endpoint = find_endpoint(session, endpoint_id, organisation_id=organisation_id)
    if endpoint.disabled_at is not None:
        raise EndpointDisabled
    return endpoint
