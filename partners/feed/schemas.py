"""Events on the wire."""

import marshmallow as ma
from webargs.fields import DelimitedList

from openapi.fields import Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

TOPIC_FORM = ma.validate.Regexp(
    r"[a-z_]+(\.[a-z_]+)+\Z",
    error="Write a topic as the list of topics does, such as order.placed.",
)
MAX_SEQUENCE = 2**53 - 1


class EventObjectSchema(Schema):
    type = Text(required=True, metadata={"example": "order"})
    id = ma.fields.UUID(required=True)
    version = WholeNumber(
        required=True,
        allow_none=True,
        minimum=1,
        metadata={
            "description": "Counts the events about this object that concern you, from"
            " 1 and without gaps: one that is lower than the last you have seen is old,"
            " and a missing one has not reached you. Null for a test event."
        },
    )


class EventSchema(Schema):
    """An event, in the feed and as the body of a webhook."""

    id = ma.fields.UUID(
        required=True,
        metadata={"description": "The same wherever and however often it is shown."},
    )
    type = Text(required=True, metadata={"example": "order.placed"})
    version = WholeNumber(
        required=True,
        minimum=1,
        metadata={"description": "Of the schema of `data`, as /asyncapi.json has it."},
    )
    sequence = WholeNumber(
        required=True,
        allow_none=True,
        minimum=1,
        maximum=MAX_SEQUENCE,
        metadata={
            "description": "Counts the events that concern your organisation, from 1"
            " and without gaps; the last one read is the next `after`. Null for a test"
            " event.",
            "example": 4711,
        },
    )
    occurred_at = ma.fields.AwareDateTime(required=True)
    timestamp = ma.fields.AwareDateTime(
        required=True,
        metadata={"description": "`occurred_at`, as Standard Webhooks names it."},
    )
    object = ma.fields.Nested(
        EventObjectSchema,
        required=True,
        metadata={"description": "What the event is about."},
    )
    data = ma.fields.Dict(
        required=True, metadata={"description": "As documented for the type."}
    )


class EventQuerySchema(PageArgumentsSchema):
    after = QueryNumber(
        load_default=0,
        maximum=MAX_SEQUENCE,
        metadata={"description": "Only events with a greater sequence."},
    )
    types = DelimitedList(
        Text(validate=TOPIC_FORM),
        load_default=list,
        validate=ma.validate.Length(min=1, max=20),
        metadata={
            "description": "Types, separated by commas; all when left out.",
            "example": "order.placed,voucher.redeemed",
        },
    )


EventPageSchema = page_schema(EventSchema, "EventPage")
