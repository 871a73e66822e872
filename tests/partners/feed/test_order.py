"""The order in which things happen to one object is kept in the log."""

import threading
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text

from core.events import Event, publish
from core.events.services.relay import relay_events
from core.unit_of_work import unit_of_work
from partners.feed import FeedEntry
from partners.feed.queries import events_for
from tests.factories import make_organisation

WRITERS, TIMES = 6, 5


@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    """`count` is what the object's row said when the fact was written."""

    topic = "tests.counted"
    object_field = "organisation_id"
    told_to = "the organisation itself"

    organisation_id: UUID
    count: int


def count_up(organisation, at) -> None:
    """Change an object and say so, as every service does: under its row's lock."""
    with unit_of_work("test") as session:
        count = session.scalar(
            text(
                "UPDATE organisations SET name_key = (name_key::int + 1)::text"
                " WHERE id = :id RETURNING name_key::int"
            ),
            {"id": organisation.id},
        )
        fact = Counted(
            organisation_id=organisation.id,
            count=count,
            occurred_at=at,
            audience=(organisation.id,),
        )
        publish(session, fact)


@pytest.mark.race
def test_the_log_keeps_the_order_in_which_an_object_was_changed(committed, at):
    """While writers take turns at one row, relays number what they can see."""
    with unit_of_work("test") as session:
        organisation = make_organisation(session, name_key="0")
    done = threading.Event()

    def write():
        for _ in range(TIMES):
            count_up(organisation, at)

    def relay():
        while not done.is_set():
            with unit_of_work("relay") as session:
                relay_events(session, batch=3)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    relays = [threading.Thread(target=relay) for _ in range(2)]
    for thread in (*relays, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in relays:
        thread.join()
    with unit_of_work("relay") as session:
        relay_events(session)

    with unit_of_work("read") as session:
        log = session.execute(
            events_for(organisation.id, after=0, topics=()).order_by(FeedEntry.sequence)
        ).all()
    expected = [*range(1, WRITERS * TIMES + 1)]
    assert [event.data["count"] for _, event in log] == expected
    assert [entry.object_version for entry, _ in log] == expected
