"""Reading the log of one organisation."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.events import StoredEvent
from partners.feed.errors import EventNotFound
from partners.feed.models import FeedEntry


def events_for(
    organisation_id: UUID, *, after: int, topics: Collection[str]
) -> Select[FeedEntry, StoredEvent]:
    """An organisation's entries beyond its sequence `after`, with their events."""
    query = _log_of(organisation_id).where(FeedEntry.sequence > after)
    return query.where(FeedEntry.topic.in_(topics)) if topics else query


def find_event(
    session: Session, event_id: UUID, *, organisation_id: UUID
) -> tuple[FeedEntry, StoredEvent]:
    """One event of an organisation's log; raises EventNotFound for any other."""
    found = session.execute(
        _log_of(organisation_id).where(FeedEntry.event_id == event_id)
    ).one_or_none()
    if found is None:
        raise EventNotFound
    return found[0], found[1]


def _log_of(organisation_id: UUID) -> Select[FeedEntry, StoredEvent]:
    return (
        select(FeedEntry, StoredEvent)
        .join(StoredEvent, StoredEvent.id == FeedEntry.event_id)
        .where(FeedEntry.organisation_id == organisation_id)
    )
