"""Replays on the wire."""

from typing import Any

import marshmallow as ma

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import page_schema
from partners.webhooks.replays.models import ReplayStatus
from partners.webhooks.schemas import TOPIC_FORM

MAX_SEQUENCE = 2**53 - 1


class ReplayRequestSchema(Schema):
    """What to send again; whatever is left out does not narrow."""

    first_sequence = WholeNumber(
        minimum=1, maximum=MAX_SEQUENCE, metadata={"example": 4700}
    )
    last_sequence = WholeNumber(
        minimum=1, maximum=MAX_SEQUENCE, metadata={"example": 4711}
    )
    occurred_from = ma.fields.AwareDateTime()
    occurred_to = ma.fields.AwareDateTime(
        metadata={
            "description": "Up to this instant, which does not belong to it.",
            "example": "2026-03-03T02:00:00Z",
        }
    )
    types = ma.fields.List(
        Text(validate=TOPIC_FORM),
        validate=ma.validate.Length(min=1, max=100),
        metadata={
            "description": "Types, also those that the endpoint does not ask for; those"
            " that it asks for when left out.",
            "example": ["order.placed"],
        },
    )
    event_ids = ma.fields.List(
        ma.fields.UUID(),
        validate=ma.validate.Length(min=1, max=100),
        metadata={"description": "These events alone."},
    )
    only_failed = Flag(
        load_default=False,
        metadata={
            "description": "Only what was given up: the dead letters.",
            "example": False,
        },
    )

    @ma.validates_schema
    def check_order(self, data: dict[str, Any], **_: Any) -> None:
        """A range begins before it ends."""
        first, last = data.get("first_sequence"), data.get("last_sequence")
        if first is not None and last is not None and first > last:
            raise ma.ValidationError("Must not be below the first.", "last_sequence")
        begin, end = data.get("occurred_from"), data.get("occurred_to")
        if begin is not None and end is not None and begin >= end:
            raise ma.ValidationError("Must be after the begin.", "occurred_to")


class ReplaySchema(Schema):
    id = ma.fields.UUID(required=True)
    status = Text(required=True, validate=ma.validate.OneOf([*map(str, ReplayStatus)]))
    events = WholeNumber(
        required=True,
        metadata={"description": "How many events were asked for.", "example": 12},
    )
    replayed = WholeNumber(
        required=True,
        metadata={
            "description": "How many of them have been put on their way so far.",
            "example": 12,
        },
    )
    first_sequence = WholeNumber(required=True, minimum=1, maximum=MAX_SEQUENCE)
    last_sequence = WholeNumber(
        required=True,
        maximum=MAX_SEQUENCE,
        metadata={"description": "The end of your log when you asked, at most."},
    )
    occurred_from = ma.fields.AwareDateTime(required=True, allow_none=True)
    occurred_to = ma.fields.AwareDateTime(required=True, allow_none=True)
    types = ma.fields.List(Text(), required=True, allow_none=True, attribute="topics")
    event_ids = ma.fields.List(ma.fields.UUID(), required=True, allow_none=True)
    only_failed = Flag(required=True)
    requested_at = ma.fields.AwareDateTime(required=True)
    finished_at = ma.fields.AwareDateTime(required=True, allow_none=True)


ReplayPageSchema = page_schema(ReplaySchema, "ReplayPage")
