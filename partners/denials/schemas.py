"""Denials and alerts on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.denials.rules import DenialKind


class DenialSchema(Schema):
    id = ma.fields.UUID(required=True)
    kind = Text(
        required=True,
        validate=OneOf([*DenialKind]),
        metadata={"description": "What was tried."},
    )
    reason = Text(
        required=True,
        metadata={
            "description": "The slug of the problem, or the OAuth error.",
            "example": "wrong-credentials",
        },
    )
    route = Text(required=True, metadata={"example": "/sign-in"})
    client_id = Text(
        required=True,
        allow_none=True,
        metadata={"description": "What the caller called itself, known or not."},
    )
    organisation_id = ma.fields.UUID(required=True, allow_none=True)
    account_id = ma.fields.UUID(required=True, allow_none=True)
    network = Text(
        required=True,
        metadata={
            "description": "From where, without the last part of the address.",
            "example": "203.0.113.0/24",
        },
    )
    request_id = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Of the first try; the `trace_id` of its problem."},
    )
    request_ids = ma.fields.List(
        Text(),
        required=True,
        metadata={"description": "Of the latest tries, at most twenty, latest first."},
    )
    first_at = ma.fields.AwareDateTime(required=True)
    last_at = ma.fields.AwareDateTime(required=True)
    tries = WholeNumber(required=True, minimum=1)


class DenialQuerySchema(PageArgumentsSchema):
    kind = Text(load_default=None, validate=OneOf([*DenialKind]))
    reason = Text(load_default=None, validate=Length(min=1, max=100))
    client_id = Text(load_default=None, validate=Length(min=1, max=100))
    organisation_id = ma.fields.UUID(load_default=None)
    account_id = ma.fields.UUID(load_default=None)
    request_id = Text(load_default=None, validate=Length(min=1, max=64))
    email = Text(
        load_default=None,
        validate=Length(min=3, max=254),
        metadata={
            "description": "Exactly as it was typed. Such a search is on the record.",
            "example": "ani@example.org",
        },
    )
    since = ma.fields.AwareDateTime(load_default=None)
    until = ma.fields.AwareDateTime(load_default=None)


class SecurityAlertSchema(Schema):
    id = ma.fields.UUID(required=True)
    rule = Text(required=True, metadata={"example": "sign_in_by_address"})
    network = Text(required=True, metadata={"example": "203.0.113.0/24"})
    organisation_id = ma.fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Whose client it was, where it was a partner's."},
    )
    failures = WholeNumber(required=True, minimum=1)
    raised_at = ma.fields.AwareDateTime(required=True)
    acknowledged_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    acknowledged_by = ma.fields.UUID(required=True, allow_none=True)
    note = Text(required=True, allow_none=True)


class SecurityAlertQuerySchema(PageArgumentsSchema):
    state = Text(
        load_default=None,
        validate=OneOf(["open"]),
        metadata={"description": "`open` shows those at which nobody has looked."},
    )


class AcknowledgementSchema(Schema):
    note = Text(
        required=True,
        validate=Length(min=1, max=500),
        metadata={
            "description": "What came of it.",
            "example": "The provider of the network was told.",
        },
    )


DenialPageSchema = page_schema(DenialSchema, "DenialPage")
SecurityAlertPageSchema = page_schema(SecurityAlertSchema, "SecurityAlertPage")
