"""One delivery per event and endpoint."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from core.events import StoredEvent
from partners.organisations import Organisation, Standing
from partners.webhooks.models import Delivery, Endpoint


def fan_out(session: Session, events: Sequence[StoredEvent]) -> None:
    """Make the deliveries of freshly numbered events, in the relay's transaction.

    An endpoint gets an event when its organisation is approved and in the event's
    audience, when it is not disabled, and when it wants the topic. One statement,
    however many events and endpoints; an event is never sent twice to an endpoint.
    """
    at = func.now()
    pairs = (
        select(func.gen_random_uuid(), Endpoint.id, StoredEvent.id, at, at, literal(0))
        .select_from(StoredEvent)
        .join(Endpoint, Endpoint.organisation_id == func.any(StoredEvent.audience))
        .join(Organisation, Organisation.id == Endpoint.organisation_id)
        .where(
            StoredEvent.id.in_([event.id for event in events]),
            Organisation.standing == Standing.APPROVED,
            Endpoint.disabled_at.is_(None),
            _wants(StoredEvent.topic),
        )
    )
    columns = ["id", "endpoint_id", "event_id", "created_at", "next_attempt_at"]
    session.execute(insert(Delivery).from_select([*columns, "attempts"], pairs))


def _wants(topic: SQLColumnExpression[str]) -> ColumnElement[bool]:
    return or_(
        func.cardinality(Endpoint.topics) == 0, topic == func.any(Endpoint.topics)
    )
