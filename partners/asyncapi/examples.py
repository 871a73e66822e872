"""Examples of events, signed as they are sent, to try a program on them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from core.database import Json
from core.events import StoredEvent
from core.events.schemas import EXAMPLES
from partners.asyncapi.history import Version
from partners.feed import FeedEntry
from partners.webhooks.messages import body_of, headers_of

# Known to everybody: it signs the examples and nothing else.
EXAMPLE_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"  # noqa: S105
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
EVENT = UUID("0197a5c8-7b1e-7c3a-9f57-3f2d1c0b9a91")
DELIVERY = UUID("0197a5c8-7b1e-7c3a-9f57-3f2d1c0b9a92")


def example_of(version: Version) -> tuple[Json, Json]:
    """Headers and body of one delivery of an event of this version."""
    body = example_body(version)
    headers = headers_of(DELIVERY, body, secrets=[EXAMPLE_SECRET], at=AT)
    return headers, orjson.loads(body)


def example_body(version: Version) -> bytes:
    """The bytes that are signed: the event as JSON without blanks."""
    object_id = UUID(EXAMPLES[UUID])
    event = StoredEvent(
        id=EVENT,
        topic=version.topic,
        version=version.version,
        occurred_at=AT,
        object_id=object_id,
        data=example_data(version),
    )
    entry = FeedEntry(sequence=4711, object_id=object_id, object_version=2)
    return body_of(event, entry)


def example_data(version: Version) -> Json:
    """A value for every member of `data`."""
    return {name: _value(part) for name, part in version.data["properties"].items()}


def _value(schema: Json) -> Any:
    given = schema.get("examples") or schema.get("enum")
    return given[0] if given else None
