"""GET /v1/events, for those who poll."""

from uuid import uuid4

import pytest

from openapi.json_provider import dump_json
from partners.webhooks.messages import body_of
from tests.partners.callers import Partner, make_partner, slug
from tests.partners.webhooks.receiving import entry_of, make_event, relay


@pytest.fixture
def us(session) -> Partner:
    return make_partner(session)


@pytest.fixture
def them(session) -> Partner:
    return make_partner(session)


def test_the_feed_shows_the_own_numbered_events_in_order(client, session, us, them):
    first = make_event(session, us.organisation)
    make_event(session, them.organisation)
    second = make_event(session, us.organisation, them.organisation)
    relay(session)
    make_event(session, us.organisation)  # not numbered yet

    items = client.get("/v1/events", headers=us.headers).json["items"]

    assert [item["id"] for item in items] == [str(first.id), str(second.id)]
    assert [item["sequence"] for item in items] == [1, 2]
    assert items[0] == {
        "id": str(first.id),
        "type": "order.placed",
        "version": 1,
        "sequence": 1,
        "occurred_at": "2020-01-01T00:00:00+00:00",
        "timestamp": "2020-01-01T00:00:00+00:00",
        "object": {"type": "order", "id": str(first.object_id), "version": 1},
        "data": {"price": 350_000},
    }


def test_a_reader_follows_the_feed_by_sequence_and_by_cursor(client, session, us):
    events = [make_event(session, us.organisation) for _ in range(5)]
    relay(session)

    after = client.get("/v1/events?after=3", headers=us.headers).json
    first = client.get("/v1/events?limit=2", headers=us.headers).json
    second = client.get(
        f"/v1/events?limit=2&cursor={first['next_cursor']}", headers=us.headers
    ).json

    ids = [str(event.id) for event in events]
    assert [item["id"] for item in after["items"]] == ids[3:]
    assert [item["id"] for item in first["items"] + second["items"]] == ids[:4]


def test_the_feed_can_be_narrowed_to_types(client, session, us):
    make_event(session, us.organisation, topic="order.placed")
    voided = make_event(session, us.organisation, topic="order.voided")
    relay(session)

    response = client.get(
        "/v1/events?types=order.voided,voucher.expired", headers=us.headers
    )

    assert [item["id"] for item in response.json["items"]] == [str(voided.id)]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("after=-1", "invalid-request"),
        ("after=99999999999999999999", "invalid-request"),
        ("limit=101", "invalid-request"),
        ("types=A", "invalid-request"),
        ("cursor=abc", "invalid-cursor"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client, us, query, problem):
    response = client.get(f"/v1/events?{query}", headers=us.headers)

    assert (response.status_code, slug(response)) == (422, problem)


def test_the_feed_and_a_webhook_say_the_same(client, session, us):
    event = make_event(session, us.organisation)
    relay(session)

    [item] = us.get(client, "/v1/events")["items"]
    one = us.get(client, f"/v1/events/{event.id}")

    sent = body_of(event, entry_of(session, event, us.organisation))
    assert item == one
    assert dump_json(item).replace(b"+00:00", b"Z") == sent


def test_an_event_of_others_does_not_exist(client, session, us, them):
    """SC-02."""
    event = make_event(session, them.organisation)
    relay(session)

    foreign = client.get(f"/v1/events/{event.id}", headers=us.headers)
    unknown = client.get(f"/v1/events/{uuid4()}", headers=us.headers)

    assert foreign.status_code == unknown.status_code == 404
    assert slug(foreign) == slug(unknown) == "event-not-found"


def test_an_event_that_has_no_number_yet_is_not_shown(client, session, us):
    event = make_event(session, us.organisation)

    response = client.get(f"/v1/events/{event.id}", headers=us.headers)

    assert (response.status_code, slug(response)) == (404, "event-not-found")
