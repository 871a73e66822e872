"""Writing down what attempts brought."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from partners.webhooks.models import (
    Attempt,
    Delivery,
    DeliveryStatus,
    DisabledReason,
    Endpoint,
)
from partners.webhooks.rules import SLOW_AFTER, Answer, next_attempt
from partners.webhooks.services.disable import disable_by_system

PATIENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Landed:
    """An attempt that has ended, at `at`; with what was sent, and when."""

    delivery_id: UUID
    answer: Answer
    at: datetime
    sent_at: datetime
    headers: Mapping[str, str]
    body: bytes


def record_attempts(
    session: Session,
    landed: Sequence[Landed],
    *,
    draw: Callable[[], float] = random.random,
) -> None:
    """Note attempts, and decide what becomes of their deliveries and endpoints.

    2xx delivers. 410 disables the endpoint at once, and so does the end of the schedule
    when nothing has succeeded for a day (an endpoint that refuses one event and takes
    the others stays). Anything else waits for its next attempt. Requirements WH-03 and
    WH-04. Many at once, because a commit costs as much for one as for fifty.
    """
    deliveries = _lock(session, [one.delivery_id for one in landed])
    for one in landed:
        delivery, endpoint = deliveries[one.delivery_id]
        delivery.attempts += 1
        delivery.claimed_until = None
        session.add(_line(delivery, one))
        if timedelta(milliseconds=one.answer.latency_ms) < SLOW_AFTER:
            endpoint.slow_since = None
        elif endpoint.slow_since is None:
            endpoint.slow_since = one.at
        if one.answer.is_success:
            delivery.status = DeliveryStatus.DELIVERED
            delivery.delivered_at = one.at
            endpoint.failing_since = None
        else:
            _failed(session, delivery, endpoint, one.answer, at=one.at, draw=draw)


def _lock(
    session: Session, delivery_ids: Sequence[UUID]
) -> dict[UUID, tuple[Delivery, Endpoint]]:
    """The deliveries with their endpoints, locked: first the endpoints, each kind in
    the order of ids, so that two who record wait for each other and not in a circle."""
    of = select(Delivery.endpoint_id).where(Delivery.id.in_(delivery_ids))
    endpoints = {
        endpoint.id: endpoint
        for endpoint in session.scalars(
            select(Endpoint)
            .where(Endpoint.id.in_(of))
            .order_by(Endpoint.id)
            # Not against the relay, which only refers to the endpoint.
            .with_for_update(key_share=True)
        )
    }
    return {
        delivery.id: (delivery, endpoints[delivery.endpoint_id])
        for delivery in session.scalars(
            select(Delivery)
            .where(Delivery.id.in_(delivery_ids))
            .order_by(Delivery.id)
            .with_for_update()
        )
    }


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
        disable_by_system(session, endpoint, DisabledReason.GONE, at=at)
    elif again_at is None:
        delivery.status = DeliveryStatus.FAILED
        if endpoint.failing_since <= at - PATIENCE:
            disable_by_system(session, endpoint, DisabledReason.FAILING, at=at)
    else:
        delivery.next_attempt_at = again_at


def _line(delivery: Delivery, one: Landed) -> Attempt:
    return Attempt(
        delivery_id=delivery.id,
        number=delivery.attempts,
        attempted_at=one.sent_at,
        latency_ms=one.answer.latency_ms,
        status=one.answer.status,
        error=one.answer.error,
        answer=one.answer.text,
        request_headers=dict(one.headers),
        request_body=one.body.decode(),
    )
