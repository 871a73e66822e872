"""The AsyncAPI document is complete, current, and true to what is sent."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest
from standardwebhooks import Webhook

from core.events import publish, published_events, publishing
from core.events.services.relay import relay_events
from partners.asyncapi.document import make_document
from partners.asyncapi.examples import EXAMPLE_SECRET
from partners.asyncapi.history import (
    FILE,
    SchemaChanged,
    brought_up_to_date,
    current_versions,
    read_history,
    rendered,
)
from partners.feed.queries import find_event
from partners.webhooks.messages import body_of
from tests.contract.filling import filled
from tests.factories import make_organisation

PUBLISHED = Path(__file__).parents[2] / "openapi" / "asyncapi.json"


@pytest.fixture(scope="module")
def document() -> dict:
    return make_document(brought_up_to_date(read_history(), current_versions()))


@pytest.fixture
def payloads(document) -> dict:
    """The schema of each message's payload, by topic and version."""
    schemas = document["components"]["schemas"]
    return {
        key: schemas[message["payload"]["$ref"].rpartition("/")[2]]
        for key, message in document["components"]["messages"].items()
    }


def validator(schema: dict) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def test_the_published_files_are_current(document):
    """`make openapi` writes them anew; it refuses a class that lost its version."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == document
    known = brought_up_to_date(read_history(), current_versions())
    assert FILE.read_text(encoding="utf-8") == rendered(known)


def test_every_event_is_a_message_of_both_channels(document):
    keys = {f"{event.topic}.v{event.version}" for event in published_events()}

    sent = document["operations"]["deliverWebhook"]["messages"]
    read = document["components"]["schemas"]["EventPage"]["properties"]["items"]
    assert keys <= set(document["channels"]["webhooks"]["messages"])
    assert {item["$ref"].rpartition("/")[2] for item in sent} >= keys
    assert len(read["items"]["oneOf"]) == len(read_history()) >= len(keys)


def test_every_event_and_every_member_says_what_it_is():
    for event in published_events():
        assert event.__doc__, event.topic
        assert not event.__doc__.startswith(f"{event.__name__}("), event.topic
        assert hasattr(event, "told_to"), event.topic
    for version in current_versions():
        assert version.object, version.topic
        for name, member in version.data["properties"].items():
            assert member.get("description"), f"{version.topic}: describe {name}"


def test_what_is_sent_of_every_event_is_what_the_document_says(
    session, payloads, monkeypatch
):
    monkeypatch.setattr(publishing, "_subscribers", defaultdict(list))
    organisation = make_organisation(session)
    for event in published_events():
        fact = filled(event)
        # Those that are told to nobody are described, too, and would refuse it.
        object.__setattr__(fact, "audience", (organisation.id,))
        event_id = publish(session, fact)
        relay_events(session)
        entry, stored = find_event(session, event_id, organisation_id=organisation.id)
        sent = json.loads(body_of(stored, entry))

        schema = payloads[f"{event.topic}.v{event.version}"]
        errors = [error.message for error in validator(schema).iter_errors(sent)]

        assert errors == [], event.topic
        assert set(sent) == set(schema["properties"])
        assert set(sent["data"]) == set(schema["properties"]["data"]["properties"])


def test_every_example_fits_its_schema_and_its_signature(document, payloads):
    """They are signed as webhooks are, so that a program can be tried on them."""
    headers = document["components"]["schemas"]["WebhookHeaders"]
    for key, message in document["components"]["messages"].items():
        [example] = message["examples"]
        if "headers" not in message:
            continue
        assert list(validator(payloads[key]).iter_errors(example["payload"])) == []
        assert list(validator(headers).iter_errors(example["headers"])) == []
        body = json.dumps(example["payload"], separators=(",", ":"), ensure_ascii=False)
        at = datetime.fromtimestamp(int(example["headers"]["webhook-timestamp"]), UTC)
        signature = Webhook(EXAMPLE_SECRET).sign(
            example["headers"]["webhook-id"], at, body
        )
        assert example["headers"]["webhook-signature"] == signature


def changed(version, **members):
    return replace(version, data={**version.data, **members})


def test_a_class_that_tells_something_else_needs_a_new_version():
    placed = next(item for item in current_versions() if item.topic == "order.placed")
    fewer = {
        name: schema
        for name, schema in placed.data["properties"].items()
        if name != "price"
    }
    changes = [
        changed(placed, properties=fewer),
        changed(placed, required=["order_id"]),
        changed(placed, properties={**fewer, "price": {"type": "string"}}),
        replace(placed, object="purchase"),
    ]

    for change in changes:
        with pytest.raises(SchemaChanged, match=r"order.placed .* version 1"):
            brought_up_to_date([placed], [change])


def test_words_may_change_within_a_version():
    placed = next(item for item in current_versions() if item.topic == "order.placed")
    said = changed(placed, description="Somebody bought a course.")

    assert brought_up_to_date([placed], [said]) == [said]


def test_a_former_version_stays_documented():
    placed = next(item for item in current_versions() if item.topic == "order.placed")
    former = replace(changed(placed, required=["order_id"]), version=0)

    history = brought_up_to_date([former, placed], [placed])
    messages = make_document(history)["components"]["messages"]

    assert [item.version for item in history] == [0, 1]
    assert messages["order.placed.v0"]["summary"].startswith("Not written now.")
    assert not messages["order.placed.v1"]["summary"].startswith("Not written now.")


def test_the_application_serves_the_document(app, document):
    response = app.test_client().get("/asyncapi.json")

    assert response.status_code == 200
    assert response.json == document


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Events and webhooks"), ("id", "Peristiwa dan webhook")],
)
def test_the_page_for_developers_shows_every_event(app, language, title):
    page = app.test_client().get("/docs/events", headers={"Accept-Language": language})

    assert page.status_code == 200
    assert f"<h1>{title}</h1>" in page.text
    for event in published_events():
        assert f'id="{event.topic}.v{event.version}"' in page.text
