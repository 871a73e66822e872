"""Webhook endpoints and deliveries on the wire."""

from typing import Any

import marshmallow as ma

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.webhooks.models import DeliveryStatus

TOPIC_FORM = ma.validate.Regexp(r"[a-z_]+(\.[a-z_]+)+\Z")


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


def _topics(**options: Any) -> ma.fields.List[str]:
    return ma.fields.List(
        Text(validate=TOPIC_FORM),
        validate=ma.validate.Length(max=100),
        metadata={
            "description": "The topics that are sent; an empty list means all.",
            "example": ["order.placed", "voucher.redeemed"],
        },
        **options,
    )


class NewEndpointSchema(Schema):
    url = _url(required=True)
    topics = _topics(load_default=list)


class EndpointChangeSchema(Schema):
    url = _url()
    topics = _topics()
    enabled = Flag(metadata={"description": "True sends again, also what has waited."})


class EndpointSchema(Schema):
    id = ma.fields.UUID(required=True)
    url = _url(required=True)
    topics = _topics(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    disabled_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    disabled_reason = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "`owner`, `gone` (the receiver answered 410) or `failing`"
            " (no success over the whole schedule of retries)."
        },
    )
    failing_since = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "The first failed attempt since the last success."},
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
    number = WholeNumber(required=True)
    attempted_at = ma.fields.AwareDateTime(required=True)
    latency_ms = WholeNumber(required=True)
    status = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "The receiver's HTTP status; null when none came."},
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


class DeliverySchema(Schema):
    id = ma.fields.UUID(
        required=True, metadata={"description": "The header `webhook-id`."}
    )
    event_id = ma.fields.UUID(required=True)
    topic = Text(required=True, metadata={"example": "order.placed"})
    status = Text(required=True, validate=ma.validate.OneOf([*DeliveryStatus]))
    created_at = ma.fields.AwareDateTime(required=True)
    delivered_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    next_attempt_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null when no further attempt is made."},
    )
    attempts = ma.fields.List(ma.fields.Nested(AttemptSchema), required=True)


class DeliveryQuerySchema(PageArgumentsSchema):
    status = Text(load_default=None, validate=ma.validate.OneOf([*DeliveryStatus]))


EndpointPageSchema = page_schema(EndpointSchema, "EndpointPage")
DeliveryPageSchema = page_schema(DeliverySchema, "DeliveryPage")
