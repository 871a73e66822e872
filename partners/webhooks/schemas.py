"""Webhook endpoints and deliveries on the wire."""

from typing import Any

import marshmallow as ma

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.webhooks.models import DeliveryStatus, DisabledReason
from partners.webhooks.rules import IN_FLIGHT, MOST_IN_FLIGHT

TOPIC_FORM = ma.validate.Regexp(
    r"[a-z_]+(\.[a-z_]+)+\Z",
    error="Write a topic as the list of topics does, such as order.placed.",
)


def _url(**options: Any) -> Text:
    return Text(
        validate=ma.validate.Length(min=1, max=2000),
        metadata={
            "format": "uri",
            "description": "https on port 443 or 8443, on the open internet.",
            "example": "https://platform.example/hooks",
        },
        **options,
    )


def topics_field(**options: Any) -> ma.fields.List[str]:
    """A list of topics."""
    return ma.fields.List(
        Text(validate=TOPIC_FORM),
        validate=ma.validate.Length(max=100),
        metadata={
            "description": "The topics that are sent; an empty list means all.",
            "example": ["order.placed", "voucher.redeemed"],
        },
        **options,
    )


def _concurrency(**options: Any) -> WholeNumber:
    return WholeNumber(
        minimum=1,
        maximum=MOST_IN_FLIGHT,
        metadata={
            "description": "How many deliveries may be on their way at once. With 1"
            " they come in the order of the log, but for those that are tried again.",
            "example": IN_FLIGHT,
        },
        **options,
    )


class NewEndpointSchema(Schema):
    url = _url(required=True)
    topics = topics_field(load_default=list)
    concurrency = _concurrency(load_default=IN_FLIGHT)


class EndpointChangeSchema(Schema):
    url = _url()
    topics = topics_field()
    concurrency = _concurrency()
    enabled = Flag(metadata={"description": "True sends again, also what has waited."})
    paused = Flag(
        metadata={
            "description": "True keeps what comes until you set it to false; then it is"
            " sent in the order of the log. After 30 days the endpoint is disabled.",
            "example": False,
        }
    )


class EndpointSchema(Schema):
    id = ma.fields.UUID(required=True)
    url = _url(required=True)
    topics = topics_field(required=True)
    concurrency = _concurrency(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    paused_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Since then what comes waits."},
    )
    disabled_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    disabled_reason = Text(
        required=True,
        allow_none=True,
        validate=ma.validate.OneOf([*map(str, DisabledReason), None]),
        metadata={
            "description": "`owner`, `gone` (the receiver answered 410), `failing` (no"
            " success over the whole schedule of retries) or `paused` (for too long).",
            "example": None,
        },
    )
    failing_since = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "The first failed attempt since the last success."},
    )
    slow_since = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={
            "description": "The first answer that took a second or longer since the"
            " last quick one. Slow receivers are served apart from the quick."
        },
    )


class EndpointWithSecretSchema(EndpointSchema):
    secret = Text(
        required=True,
        metadata={
            "description": "Verifies signatures (Standard Webhooks). Shown this once.",
            "example": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        },
    )
    previous_expires_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until then the secret before this one signs too."},
    )


class AttemptSchema(Schema):
    number = WholeNumber(
        required=True, metadata={"description": "Begins anew with a replay."}
    )
    attempted_at = ma.fields.AwareDateTime(
        required=True, metadata={"description": "When it was sent."}
    )
    latency_ms = WholeNumber(
        required=True,
        metadata={"description": "From then to the end of the answer.", "example": 84},
    )
    status = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "The receiver's HTTP status; null when none came.",
            "example": 500,
        },
    )
    error = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "Why no status came: `timeout`, `connection_failed`, `tls`,"
            " `broken_answer` or `blocked_address`."
        },
    )
    answer = Text(
        required=True,
        allow_none=True,
        metadata={"description": "The first 1 KiB of the receiver's answer."},
    )


class FullAttemptSchema(AttemptSchema):
    request_headers = ma.fields.Dict(
        required=True,
        allow_none=True,
        keys=Text(),
        values=Text(),
        metadata={
            "description": "The headers that we sent, with the signatures.",
            "example": {
                "webhook-id": "0197a5c8-7b1e-7c3a-9f57-3f2d1c0b9a92",
                "webhook-timestamp": "1772416800",
                "webhook-signature": "v1,9syuk4LpYoOhVvjWnjboASp53ASPATRE/LeJaW2o724=",
            },
        },
    )
    request_body = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The body that we sent, letter by letter.",
            "example": '{"type":"order.placed"}',
        },
    )


class DeliverySchema(Schema):
    id = ma.fields.UUID(
        required=True, metadata={"description": "The header `webhook-id`."}
    )
    event_id = ma.fields.UUID(required=True)
    sequence = WholeNumber(
        required=True,
        allow_none=True,
        minimum=1,
        maximum=2**53 - 1,
        metadata={
            "description": "The event's, in your log. Null for a test event.",
            "example": 4711,
        },
    )
    topic = Text(required=True, metadata={"example": "order.placed"})
    status = Text(
        required=True,
        validate=ma.validate.OneOf([*map(str, DeliveryStatus)]),
        metadata={
            "description": "`failed` was given up: the dead letters. A replay sends"
            " them again."
        },
    )
    created_at = ma.fields.AwareDateTime(required=True)
    delivered_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    next_attempt_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null when no further attempt is made."},
    )
    attempts = ma.fields.List(ma.fields.Nested(AttemptSchema), required=True)


class FullDeliverySchema(DeliverySchema):
    """A delivery with what was sent."""

    attempts = ma.fields.List(ma.fields.Nested(FullAttemptSchema), required=True)


class DeliveryQuerySchema(PageArgumentsSchema):
    status = Text(
        load_default=None,
        validate=ma.validate.OneOf([*map(str, DeliveryStatus)]),
        metadata={"description": "`failed` lists the dead letters."},
    )
    event_id = ma.fields.UUID(
        load_default=None, metadata={"description": "Only the delivery of this event."}
    )


EndpointPageSchema = page_schema(EndpointSchema, "EndpointPage")
DeliveryPageSchema = page_schema(DeliverySchema, "DeliveryPage")
