"""Reading the event log, as far as it concerns one organisation."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, Uuid, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from core.events import StoredEvent


def events_for(
    organisation_id: UUID, *, after: int, topics: Collection[str]
) -> Select[StoredEvent]:
    """Numbered events that concern an organisation, beyond the sequence `after`."""
    query = select(StoredEvent).where(
        StoredEvent.audience.contains(literal([organisation_id], ARRAY(Uuid()))),
        StoredEvent.sequence > after,
    )
    return query.where(StoredEvent.topic.in_(topics)) if topics else query
