"""Many facts published at once."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.events import Event, StoredEvent, publish_many, publishing, subscribe
from core.ids import new_id


@dataclass(frozen=True, kw_only=True)
class ThingCounted(Event):
    topic = "test.thing_counted"
    told_to = "the organisation that counts"
    object_field = "thing_id"
    private = frozenset({"owner_id"})

    thing_id: UUID
    owner_id: UUID
    count: int


def make_facts(at, count=3):
    owner, audience = new_id(), (new_id(),)
    return [
        ThingCounted(
            occurred_at=at,
            audience=audience,
            thing_id=new_id(),
            owner_id=owner,
            count=number,
        )
        for number in range(count)
    ]


def test_each_fact_is_stored_with_its_audience_and_without_what_is_private(session, at):
    facts = make_facts(at)

    publish_many(session, facts)

    stored = session.scalars(
        select(StoredEvent)
        .where(StoredEvent.topic == "test.thing_counted")
        .order_by(StoredEvent.position)
    ).all()
    assert [event.object_id for event in stored] == [fact.thing_id for fact in facts]
    assert [event.data["count"] for event in stored] == [0, 1, 2]
    assert {frozenset(event.data) for event in stored} == {
        frozenset({"thing_id", "count"})
    }
    assert {tuple(event.audience) for event in stored} == {facts[0].audience}


def test_subscribers_hear_of_every_fact(session, at, monkeypatch):
    heard: list[int] = []
    monkeypatch.setitem(publishing._subscribers, ThingCounted, [])
    subscribe(ThingCounted, lambda _, fact: heard.append(fact.count))

    publish_many(session, make_facts(at))

    assert heard == [0, 1, 2]


def test_no_facts_are_no_rows(session):
    publish_many(session, [])

    assert session.scalars(select(StoredEvent)).all() == []
