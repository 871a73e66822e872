"""What is sent: the body of an event, and the headers that sign it.

Standard Webhooks 1.0 (https://www.standardwebhooks.com): `webhook-id` stays the same on
each retry and is how a receiver knows a repetition; `webhook-timestamp` is new on each.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from standardwebhooks import Webhook

from core.events import StoredEvent
from openapi.json_provider import dump_json
from partners.feed import FeedEntry
from partners.feed.views import show_event


def body_of(event: StoredEvent, entry: FeedEntry | None) -> bytes:
    """An event as the JSON that receivers get, the same as in the feed of the
    organisation whose entry it is; it holds no personal data (WH-08)."""
    return dump_json(show_event(event, entry).as_json())


def headers_of(
    delivery_id: UUID, body: bytes, *, secrets: Sequence[str], at: datetime
) -> dict[str, str]:
    """The headers of one attempt, signed with each secret that is in force (WH-01).

    `at` is in UTC: the library reads the wall clock of whatever it is given as UTC.
    """
    signatures = [
        Webhook(secret).sign(str(delivery_id), at, body.decode()) for secret in secrets
    ]
    return {
        "webhook-id": str(delivery_id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
        "user-agent": "training-marketplace-webhooks/1",
    }
