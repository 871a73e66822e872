"""The part of the AsyncAPI document about the feed: a question and its answer."""

from collections.abc import Sequence

from core.database import Json

QUESTION: Json = {
    "type": "object",
    "title": "FeedQuestion",
    "description": "The query parameters of GET /v1/events.",
    "properties": {
        "after": {
            "type": "integer",
            "minimum": 0,
            "description": "Only events with a greater sequence.",
        },
        "types": {
            "type": "string",
            "description": "Types, separated by commas; all when left out.",
            "examples": ["order.placed,voucher.redeemed"],
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": 100,
            "description": "How many at most.",
        },
        "cursor": {
            "type": "string",
            "description": "`next_cursor` of the page before.",
        },
    },
}


def ref(path: str) -> Json:
    """A reference within the document."""
    return {"$ref": f"#/{path}"}


FEED_SCHEMAS: Json = {"FeedQuestion": QUESTION}

FEED_MESSAGES: Json = {
    "feed.question": {
        "name": "feed.question",
        "title": "A question to the feed",
        "summary": "What you want to read.",
        "payload": ref("components/schemas/FeedQuestion"),
        "examples": [{"name": "example", "payload": {"after": 4710, "limit": 100}}],
    },
    "feed.page": {
        "name": "feed.page",
        "title": "A page of the feed",
        "summary": "Events in the order of their sequence.",
        "payload": ref("components/schemas/EventPage"),
        "examples": [
            {"name": "nothing new", "payload": {"items": [], "next_cursor": None}}
        ],
    },
}

READ: Json = {
    "action": "receive",
    "title": "Read the log",
    "summary": "You ask for the events after the last one that you have read.",
    "channel": ref("channels/feed"),
    "messages": [ref("channels/feed/messages/feed.question")],
    "security": [ref("components/securitySchemes/oauth")],
    "bindings": {
        "http": {"method": "GET", "query": QUESTION, "bindingVersion": "0.3.0"}
    },
    "reply": {
        "channel": ref("channels/feed"),
        "messages": [ref("channels/feed/messages/feed.page")],
    },
}


def page_of(names: Sequence[str]) -> Json:
    """The schema of a page of events of any of the named payloads."""
    return {
        "type": "object",
        "title": "EventPage",
        "properties": {
            "items": {
                "type": "array",
                "description": "Oldest first.",
                "items": {
                    "oneOf": [ref(f"components/schemas/{name}") for name in names]
                },
            },
            "next_cursor": {
                "type": ["string", "null"],
                "description": "Where the answer goes on; null on the last page.",
            },
        },
        "required": ["items", "next_cursor"],
    }
