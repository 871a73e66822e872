"""Writing what the relay has numbered into the logs of those whom it concerns."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.events import StoredEvent
from partners.feed.models import FeedProgress

STEP = 5_000

# One statement, however many events and organisations. The last numbers are read from
# the ends of two indexes; only the relay writes, one at a time (decision 5).
ENTER = text("""
    WITH told AS (
        SELECT reader, event.id, event.sequence, event.topic, event.object_id,
            event.occurred_at
        FROM events AS event
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(event.audience)) AS a (reader)
        WHERE event.sequence > :after AND event.sequence <= :up_to
    ), logs AS (
        SELECT reader, (
            SELECT max(sequence) FROM feed_entries WHERE organisation_id = reader
        ) AS last
        FROM (SELECT DISTINCT reader FROM told) AS readers
    ), objects AS (
        SELECT reader, object_id, (
            SELECT max(object_version) FROM feed_entries AS entry
            WHERE entry.organisation_id = reader AND entry.object_id = pair.object_id
        ) AS last
        FROM (SELECT DISTINCT reader, object_id FROM told) AS pair
    )
    INSERT INTO feed_entries (
        organisation_id, sequence, event_id, topic, occurred_at, object_id,
        object_version
    )
    SELECT reader,
        coalesce(logs.last, 0)
            + row_number() OVER (PARTITION BY reader ORDER BY told.sequence),
        told.id, told.topic, told.occurred_at, object_id,
        coalesce(objects.last, 0)
            + row_number() OVER (PARTITION BY reader, object_id ORDER BY told.sequence)
    FROM told JOIN logs USING (reader) JOIN objects USING (reader, object_id)
""")


def enter_events(session: Session, events: Sequence[StoredEvent]) -> None:
    """Add freshly numbered events to the logs, in the relay's transaction.

    It begins where it ended, so that events which an older release of the platform
    has numbered meanwhile are entered too, and in their order.
    """
    progress = session.get_one(FeedProgress, 1)
    last = max(event.sequence or 0 for event in events)
    for after in range(progress.entered_up_to, last, STEP):
        session.execute(ENTER, {"after": after, "up_to": min(after + STEP, last)})
    progress.entered_up_to = last
