"""An event as its readers see it, the same in the feed and in a webhook."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.database import Json
from core.events import StoredEvent, object_type
from partners.feed.models import FeedEntry


@dataclass(frozen=True)
class ObjectView:
    """What an event is about; `version` as in FeedEntry."""

    type: str
    id: UUID
    version: int | None


@dataclass(frozen=True)
class EventView:
    """The envelope of an event, and its data.

    `timestamp` is `occurred_at` under the name that Standard Webhooks gives it.
    """

    id: UUID
    type: str
    version: int
    sequence: int | None
    occurred_at: datetime
    timestamp: datetime
    object: ObjectView
    data: Json

    def as_json(self) -> dict[str, Any]:
        """The event as plain values, ready to be written as JSON."""
        return asdict(self)


def show_event(event: StoredEvent, entry: FeedEntry | None) -> EventView:
    """An event as its reader's log has it. A test event stands in no log: it has
    neither a sequence nor a version of its object."""
    sequence, version = (
        (None, None) if entry is None else (entry.sequence, entry.object_version)
    )
    return EventView(
        id=event.id,
        type=event.topic,
        version=event.version,
        sequence=sequence,
        occurred_at=event.occurred_at,
        timestamp=event.occurred_at,
        object=ObjectView(object_type(event.topic), event.object_id, version),
        data=event.data,
    )
