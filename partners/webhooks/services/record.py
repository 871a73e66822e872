"""Writing down what an attempt brought."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from core.logs import get_logger
from partners.webhooks.events import EndpointDisabledBySystem
from partners.webhooks.models import (
    Attempt,
    Delivery,
    DeliveryStatus,
    DisabledReason,
    Endpoint,
)
from partners.webhooks.rules import Answer, next_attempt

log = get_logger(__name__)

PATIENCE = timedelta(hours=24)


def record_attempt(
    session: Session,
    delivery_id: UUID,
    answer: Answer,
    *,
    at: datetime,
    draw: Callable[[], float] = random.random,
) -> Delivery:
    """Note an attempt, and decide what becomes of its delivery and endpoint.

    2xx delivers it. 410 disables the endpoint at once, and so does the end of the
    schedule when nothing has succeeded for a day (an endpoint that refuses one event
    and takes the others stays). Anything else waits for its next attempt.
    Requirements WH-03 and WH-04.
    """
    endpoint = session.scalars(
        select(Endpoint)
        .join(Delivery, Delivery.endpoint_id == Endpoint.id)
        .where(Delivery.id == delivery_id)
        # Not against the relay, which only refers to the endpoint.
        .with_for_update(of=Endpoint, key_share=True)
    ).one()
    delivery = session.scalars(
        select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    ).one()
    delivery.attempts += 1
    delivery.claimed_until = None
    session.add(_line(delivery, answer, at=at))
    if answer.is_success:
        delivery.status, delivery.delivered_at = DeliveryStatus.DELIVERED, at
        endpoint.failing_since = None
    else:
        _failed(session, delivery, endpoint, answer, at=at, draw=draw)
    return delivery


def _failed(
    session: Session,
    delivery: Delivery,
    endpoint: Endpoint,
    answer: Answer,
    *,
    at: datetime,
    draw: Callable[[], float],
) -> None:
    endpoint.failing_since = endpoint.failing_since or at
    again_at = next_attempt(delivery.attempts, answer, at=at, draw=draw)
    if answer.is_gone:
        delivery.status = DeliveryStatus.FAILED
        _disable(session, endpoint, DisabledReason.GONE, at=at)
    elif again_at is None:
        delivery.status = DeliveryStatus.FAILED
        if endpoint.failing_since <= at - PATIENCE:
            _disable(session, endpoint, DisabledReason.FAILING, at=at)
    else:
        delivery.next_attempt_at = again_at


def _disable(
    session: Session, endpoint: Endpoint, reason: DisabledReason, *, at: datetime
) -> None:
    """Stop sending and tell the owner, on the event feed and at other endpoints."""
    if endpoint.disabled_at is not None:
        return
    endpoint.disabled_at, endpoint.disabled_reason = at, reason
    log.warning("webhook_endpoint.disabled", endpoint=str(endpoint.id), reason=reason)
    publish(
        session,
        EndpointDisabledBySystem(
            endpoint_id=endpoint.id,
            reason=reason,
            occurred_at=at,
            audience=(endpoint.organisation_id,),
        ),
    )


def _line(delivery: Delivery, answer: Answer, *, at: datetime) -> Attempt:
    return Attempt(
        delivery_id=delivery.id,
        number=delivery.attempts,
        attempted_at=at,
        latency_ms=answer.latency_ms,
        status=answer.status,
        error=answer.error,
        answer=answer.text,
    )
