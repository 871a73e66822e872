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
from partners.feed import FeedEntry
from partners.organisations import Organisation
from partners.organisations.models import ACTING, Standing
from partners.webhooks.models import Delivery, Endpoint

HEARING = (*ACTING, Standing.SUSPENDED)


def fan_out(session: Session, events: Sequence[StoredEvent]) -> None:
    """Make the deliveries of freshly numbered events, in the relay's transaction.

    An endpoint gets an event when it stands in its organisation's log, which was just
    written, when the organisation may act or will perhaps act again, when the endpoint
    is not disabled, and when it wants the topic. What a suspended organisation would
    get waits for the end of its suspension. One statement, however many events and
    endpoints; an event is never sent twice to an endpoint.
    """
    at = func.now()
    pairs = (
        select(
            func.gen_random_uuid(),
            Endpoint.id,
            FeedEntry.event_id,
            FeedEntry.sequence,
            at,
            at,
            literal(0),
        )
        .select_from(FeedEntry)
        .join(Endpoint, Endpoint.organisation_id == FeedEntry.organisation_id)
        .join(Organisation, Organisation.id == Endpoint.organisation_id)
        .where(
            FeedEntry.event_id.in_([event.id for event in events]),
            Organisation.standing.in_(HEARING),
            Endpoint.disabled_at.is_(None),
            wants(FeedEntry.topic),
        )
    )
    columns = ["id", "endpoint_id", "event_id", "sequence"]
    columns += ["created_at", "next_attempt_at", "attempts"]
    session.execute(insert(Delivery).from_select(columns, pairs))


def wants(topic: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether an endpoint has asked for a topic; without topics it wants them all."""
    return or_(
        func.cardinality(Endpoint.topics) == 0, topic == func.any(Endpoint.topics)
    )
