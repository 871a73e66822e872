"""The AsyncAPI 3 document of all events.

Every version of every topic is a message: the current ones, and those before, since the
feed still shows them. https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from collections.abc import Sequence
from typing import Any

from core.database import Json
from openapi.api import VERSION
from partners.asyncapi.envelope import HEADERS, payload_of
from partners.asyncapi.examples import example_of
from partners.asyncapi.history import Version
from partners.asyncapi.reading import FEED_MESSAGES, FEED_SCHEMAS, READ, page_of, ref
from partners.asyncapi.wording import ABOUT, FEED, WEBHOOKS

_HTTP = {"bindingVersion": "0.3.0"}


def make_document(history: Sequence[Version]) -> Json:
    """The document over all topics and versions of `history`."""
    messages = {_key(item): _message(item) for item in history}
    payloads = {name_of(item): payload_of(item, name=name_of(item)) for item in history}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Training marketplace events",
            "version": VERSION,
            "description": ABOUT,
        },
        "defaultContentType": "application/json",
        "servers": {
            "api": _server("The platform.", "marketplace.example"),
            "receiver": _server("Where you receive webhooks.", "partner.example"),
        },
        "channels": {
            "webhooks": _channel(None, "Your webhook endpoints", WEBHOOKS, messages),
            "feed": _channel("/v1/events", "Your log", FEED, FEED_MESSAGES),
        },
        "operations": {"deliverWebhook": _deliver(messages), "readFeed": READ},
        "components": {
            "messages": {**messages, **FEED_MESSAGES},
            "schemas": {
                **payloads,
                "EventPage": page_of(list(payloads)),
                "WebhookHeaders": HEADERS,
                **FEED_SCHEMAS,
            },
            "securitySchemes": {"oauth": _security()},
        },
    }


def name_of(version: Version) -> str:
    """`order.placed` 1 -> `OrderPlacedV1`, of which generators make a class."""
    words = version.topic.replace(".", "_").split("_")
    return "".join(word.capitalize() for word in words) + f"V{version.version}"


def _key(version: Version) -> str:
    return f"{version.topic}.v{version.version}"


def _message(version: Version) -> Json:
    """One version of a topic, as it arrives at an endpoint."""
    headers, payload = example_of(version)
    summary = version.data["description"]
    return {
        "name": version.topic,
        "title": f"{version.topic}, version {version.version}",
        "summary": summary if version.is_current else f"Not written now. {summary}",
        "description": (
            f"Told to {version.told_to}." if version.told_to else "No partner is told."
        ),
        "contentType": "application/json",
        "headers": ref("components/schemas/WebhookHeaders"),
        "payload": ref(f"components/schemas/{name_of(version)}"),
        "tags": [{"name": version.object}],
        "examples": [{"name": "example", "headers": headers, "payload": payload}],
    }


def _channel(
    address: str | None, title: str, description: str, messages: dict[str, Any]
) -> Json:
    return {
        "address": address,
        "title": title,
        "description": description,
        "servers": [ref("servers/api" if address else "servers/receiver")],
        "messages": {key: ref(f"components/messages/{key}") for key in messages},
    }


def _deliver(messages: dict[str, Any]) -> Json:
    return {
        "action": "send",
        "title": "Deliver an event",
        "summary": "We POST each event that concerns you to your endpoints.",
        "channel": ref("channels/webhooks"),
        "messages": [ref(f"channels/webhooks/messages/{key}") for key in messages],
        "bindings": {"http": {"method": "POST", **_HTTP}},
    }


def _server(description: str, host: str) -> Json:
    return {
        "host": "{host}",
        "protocol": "https",
        "description": description,
        "variables": {"host": {"default": host}},
    }


def _security() -> Json:
    scopes = {"events:read": "Read the events that concern this organisation."}
    return {
        "type": "oauth2",
        "description": "A client that acts for its organisation.",
        "flows": {
            "clientCredentials": {"tokenUrl": "/oauth/token", "availableScopes": scopes}
        },
        "scopes": list(scopes),
    }
