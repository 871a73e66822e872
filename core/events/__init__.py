"""Facts, written in the transaction that makes them true.

`publish` stores an event and calls the subscribers that must not be lost, in the same
transaction. The relay later numbers committed events without gaps, so that a reader
who follows the sequence never misses one whose transaction committed late.
"""

from core.events.models import StoredEvent
from core.events.publishing import (
    NOBODY,
    Event,
    object_type,
    publish,
    publish_many,
    published_events,
    subscribe,
)

__all__ = [
    "NOBODY",
    "Event",
    "StoredEvent",
    "object_type",
    "publish",
    "publish_many",
    "published_events",
    "subscribe",
]
