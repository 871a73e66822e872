"""Publishing facts, and hearing of them in the same transaction."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from core import context
from core.database import Json
from core.events.members import NotTold, check_texts, members_of
from core.events.models import StoredEvent
from core.ids import new_id

AnyEvent = TypeVar("AnyEvent", bound="Event")
Subscriber = Callable[[Session, Any], None]

_subscribers: dict[type["Event"], list[Subscriber]] = defaultdict(list)

TOPICS: dict[str, type["Event"]] = {}

# What an event says of itself when no partner ever hears of it.
NOBODY = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. Subclasses are frozen dataclasses that set `topic`
    and `object_field`, the field that names the object the fact is about.

    `occurred_at` is the instant of the fact. `audience` is who may hear of it, and
    `told_to` the same in words. Fields listed in `private` serve subscribers and are
    not stored or sent; the others are described (core/events/fields.py). The class's
    docstring is published: write it for a partner's developer. Whoever changes what is
    sent raises `version`.
    """

    topic: ClassVar[str]
    version: ClassVar[int] = 1
    object_field: ClassVar[str]
    told_to: ClassVar[str]
    private: ClassVar[frozenset[str]] = frozenset()

    occurred_at: datetime
    audience: tuple[UUID, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        TOPICS[cls.topic] = cls

    def __post_init__(self) -> None:
        if self.audience and self.told_to == NOBODY:
            raise NotTold(f"{type(self).__name__} is told to nobody.")
        check_texts(self)

    @classmethod
    def object_type(cls) -> str:
        """The kind of object that the fact is about, such as `voucher`."""
        return cls.object_field.removesuffix("_id")

    def data(self) -> Json:
        """What partners receive: every field but the envelope's and the private."""
        return {name: _plain(getattr(self, name)) for name in members_of(type(self))}


# Made once: events are written with everything that happens.
STORE = insert(cast(Table, StoredEvent.__table__))


def publish(session: Session, event: Event) -> UUID:
    """Store a fact in the caller's transaction, tell the subscribers in it; its id."""
    event_id = new_id()
    session.execute(STORE, {"id": event_id, **_stored(event)})
    for subscriber in _subscribers[type(event)]:
        subscriber(session, event)
    return event_id


def publish_many(session: Session, events: Sequence[Event]) -> None:
    """Store many facts in the caller's transaction and tell the subscribers in it."""
    if events:
        session.execute(insert(StoredEvent), [_stored(event) for event in events])
    for event in events:
        for subscriber in _subscribers[type(event)]:
            subscriber(session, event)


def subscribe(
    kind: type[AnyEvent], subscriber: Callable[[Session, AnyEvent], None]
) -> None:
    """Call `subscriber(session, event)` inside the publisher's transaction.

    Wired in marketplace/wiring.py only.
    """
    _subscribers[kind].append(subscriber)


def published_events() -> list[type[Event]]:
    """Every event of the platform by topic; those that tests make for themselves are
    not published."""
    return [
        event
        for _, event in sorted(TOPICS.items())
        if not event.__module__.startswith("tests.")
    ]


def object_type(topic: str) -> str:
    """The kind of object that events of a topic are about; a topic that no event has
    any more is taken at its word."""
    event = TOPICS.get(topic)
    return topic.partition(".")[0] if event is None else event.object_type()


def forget_subscribers() -> None:
    """Start the wiring anew, as a process that makes a second application does."""
    _subscribers.clear()


def _stored(event: Event) -> dict[str, Any]:
    return {
        "topic": event.topic,
        "version": event.version,
        "occurred_at": event.occurred_at,
        "object_id": getattr(event, event.object_field),
        "audience": list(event.audience),
        "data": event.data(),
        "request_id": context.current().request_id,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
