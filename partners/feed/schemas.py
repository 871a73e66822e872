"""Events on the wire."""

import marshmallow as ma
from webargs.fields import DelimitedList

from openapi.fields import Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

TOPIC_FORM = ma.validate.Regexp(r"[a-z_]+(\.[a-z_]+)+\Z")


class EventSchema(Schema):
    id = ma.fields.UUID(
        required=True, metadata={"description": "The same as `data.id` of a webhook."}
    )
    sequence = WholeNumber(
        required=True,
        minimum=1,
        maximum=2**53 - 1,
        metadata={"description": "Grows; the last one read is the next `after`."},
    )
    type = Text(required=True, attribute="topic", metadata={"example": "order.placed"})
    version = WholeNumber(required=True, minimum=1)
    timestamp = ma.fields.AwareDateTime(required=True, attribute="occurred_at")
    data = ma.fields.Dict(
        required=True, metadata={"description": "As documented for the type."}
    )


class EventQuerySchema(PageArgumentsSchema):
    after = QueryNumber(
        load_default=0,
        maximum=2**53 - 1,
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
