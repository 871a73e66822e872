"""Numbering committed events, and handing them on."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.events.models import StoredEvent

# Two relays at once would draw the same numbers; the second goes home.
RELAY_LOCK = 7_201_001
BATCH = 500

Relayed = Callable[[Session, Sequence[StoredEvent]], None]
_listeners: list[Relayed] = []


def on_relay(listener: Relayed) -> None:
    """Call `listener(session, events)` for each numbered batch, in its transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def relay_events(session: Session, *, batch: int = BATCH) -> int:
    """Give the next numbers to events that have been committed; how many got one.

    A number is only given to a row that this transaction can see, and one relay runs
    at a time, so the sequence has no gaps and a late commit gets a later number: a
    reader who has read up to n has read all up to n.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(RELAY_LOCK))):
        return 0
    events = session.scalars(
        select(StoredEvent)
        .where(StoredEvent.sequence.is_(None))
        .order_by(StoredEvent.position)
        .limit(batch)
    ).all()
    if not events:
        return 0
    last = session.scalar(select(func.max(StoredEvent.sequence))) or 0
    for place, event in enumerate(events, start=1):
        event.sequence = last + place
    session.flush()
    for listener in _listeners:
        listener(session, events)
    return len(events)
