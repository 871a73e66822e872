"""Events get their numbers after the commit: gapless, in an order to trust."""

import threading
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import exists, select

from core.events import Event, StoredEvent, publish, subscribe
from core.events.services.relay import relay_events
from core.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    topic = "tests.happened"
    object_field = "thing_id"
    private = frozenset({"secret"})

    thing_id: UUID
    secret: str = ""


def happen(session, at, **changes) -> StoredEvent:
    happened = Happened(thing_id=uuid4(), occurred_at=at, **changes)
    return session.get_one(StoredEvent, publish(session, happened))


def numbered(session) -> list[StoredEvent]:
    return list(
        session.scalars(
            select(StoredEvent)
            .where(StoredEvent.sequence.is_not(None))
            .order_by(StoredEvent.sequence)
        )
    )


def test_private_fields_reach_subscribers_and_are_not_stored(session, at):
    """WH-08."""
    heard = []
    subscribe(Happened, lambda _, event: heard.append(event.secret))

    stored = happen(session, at, secret="NIK")

    assert heard == ["NIK"]
    assert stored.data == {"thing_id": str(stored.object_id)}


def test_the_relay_numbers_events_without_gaps_in_batches(session, at):
    for _ in range(5):
        happen(session, at)

    counts = [relay_events(session, batch=2) for _ in range(4)]

    assert counts == [2, 2, 1, 0]
    assert [event.sequence for event in numbered(session)] == [1, 2, 3, 4, 5]


def test_an_event_goes_with_the_transaction_that_caused_it(committed, at):
    """WH-02: a rollback leaves no event."""

    def happen_and_fail():
        with unit_of_work("test") as session:
            happen(session, at)
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        happen_and_fail()

    with unit_of_work("test") as session:
        assert relay_events(session) == 0
        assert session.scalars(select(StoredEvent)).all() == []


@pytest.mark.race
def test_an_event_that_commits_late_is_never_skipped(committed, at):
    """The first transaction draws the lower position and commits after the second:
    who follows the sequence must still see both."""
    late_is_open, early_is_read = threading.Event(), threading.Event()
    late_id = []

    def commit_late():
        with unit_of_work("late") as session:
            event = happen(session, at)
            session.flush()
            late_id.append(event.id)
            late_is_open.set()
            early_is_read.wait(10)

    slow = threading.Thread(target=commit_late)
    slow.start()
    assert late_is_open.wait(10)
    with unit_of_work("early") as session:
        early = happen(session, at)
    with unit_of_work("relay") as session:
        relay_events(session)
    with unit_of_work("read") as session:
        first_read = [(event.sequence, event.id) for event in numbered(session)]
    early_is_read.set()
    slow.join()
    with unit_of_work("relay") as session:
        relay_events(session)

    with unit_of_work("read") as session:
        then = [(event.sequence, event.id) for event in numbered(session)]
    assert first_read == [(1, early.id)]
    assert then == [(1, early.id), (2, late_id[0])]


@pytest.mark.race
def test_relays_that_run_at_once_give_each_number_once(committed, at):
    with unit_of_work("test") as session:
        for _ in range(200):
            happen(session, at)
    start = threading.Barrier(6)

    def unnumbered():
        with unit_of_work("read") as session:
            return session.scalar(
                select(exists().where(StoredEvent.sequence.is_(None)))
            )

    def run():
        start.wait()
        while unnumbered():
            with unit_of_work("relay") as session:
                relay_events(session, batch=10)

    relays = [threading.Thread(target=run) for _ in range(6)]
    for relay in relays:
        relay.start()
    for relay in relays:
        relay.join()

    with unit_of_work("read") as session:
        assert [event.sequence for event in numbered(session)] == [*range(1, 201)]
