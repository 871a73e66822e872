"""The JSON schemas of what all events share: the envelope, and a webhook's headers."""

from core.database import Json
from partners.asyncapi.history import Version

_ID = {"type": "string", "format": "uuid"}
_INSTANT = {"type": "string", "format": "date-time"}
_COUNT = {"type": ["integer", "null"], "minimum": 1}

MEMBERS: Json = {
    "id": {**_ID, "description": "The event, wherever and however often it is shown."},
    "type": {"type": "string", "description": "What happened."},
    "version": {"type": "integer", "description": "Of the schema of `data`."},
    "sequence": {
        **_COUNT,
        "description": "Counts the events that concern your organisation, from 1 and"
        " without gaps. Null for a test event.",
    },
    "occurred_at": {**_INSTANT, "description": "When it happened."},
    "timestamp": {
        **_INSTANT,
        "description": "The same as `occurred_at`, as Standard Webhooks names it.",
    },
}

HEADERS: Json = {
    "type": "object",
    "title": "WebhookHeaders",
    "description": "Standard Webhooks 1.0.",
    "properties": {
        "webhook-id": {
            **_ID,
            "description": "The delivery; the same each time that it is sent.",
        },
        "webhook-timestamp": {
            "type": "string",
            "pattern": "^[0-9]+$",
            "description": "When it was sent, in seconds since 1970. Refuse what is"
            " more than five minutes off.",
        },
        "webhook-signature": {
            "type": "string",
            "pattern": "^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$",
            "description": "One for each secret in force; one of yours must fit.",
        },
        "content-type": {"type": "string", "const": "application/json"},
        "user-agent": {"type": "string"},
    },
    "required": [
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "content-type",
        "user-agent",
    ],
}


def payload_of(version: Version, *, name: str) -> Json:
    """The schema of a whole event of one version of one topic."""
    members = {
        **MEMBERS,
        "type": {**MEMBERS["type"], "const": version.topic},
        "version": {**MEMBERS["version"], "const": version.version},
        "object": _object(version),
        "data": version.data,
    }
    return {
        "type": "object",
        "title": name,
        "description": version.data["description"],
        "properties": members,
        "required": list(members),
    }


def _object(version: Version) -> Json:
    members: Json = {
        "type": {"type": "string", "const": version.object},
        "id": _ID,
        "version": {
            **_COUNT,
            "description": "Counts the events about this object that concern you, from"
            " 1 and without gaps. Null for a test event.",
        },
    }
    return {
        "type": "object",
        "description": "What the event is about.",
        "properties": members,
        "required": list(members),
    }
