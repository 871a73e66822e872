"""Disputes on the wire, for the operator."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import AmountField, Schema, Text
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.activity.models import DisputeState, Outcome, UseKind

STATES = [str(state) for state in DisputeState]
OUTCOMES = [str(outcome) for outcome in Outcome]


class DisputeArgumentsSchema(PageArgumentsSchema):
    state = Text(
        load_default=None,
        validate=OneOf(STATES),
        metadata={"description": "Only disputes in this state."},
    )


class DisputeSchema(Schema):
    """A use that a participant says was not hers."""

    dispute_id = ma.fields.UUID(attribute="id", required=True)
    state = Text(required=True, validate=OneOf(STATES), metadata={"example": "open"})
    participant_id = ma.fields.UUID(attribute="account_id", required=True)
    organisation_id = ma.fields.UUID(required=True)
    organisation = Text(required=True, metadata={"example": "Pijar Mahir"})
    kind = Text(
        required=True,
        validate=OneOf([str(kind) for kind in UseKind]),
        metadata={"description": "What was done.", "example": "purchase"},
    )
    object_id = ma.fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The order, or the voucher, that it is about."},
    )
    matter = Text(
        required=True,
        allow_none=True,
        metadata={"description": "The course.", "example": "Membuat Kue"},
    )
    amount = AmountField(required=True, allow_none=True)
    acting_client = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The program that acted; null for our own pages.",
            "example": "demo-platform",
        },
    )
    occurred_at = ma.fields.AwareDateTime(required=True)
    opened_at = ma.fields.AwareDateTime(required=True)
    closed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    closed_by = Text(
        required=True, allow_none=True, metadata={"example": "client:demo-operator"}
    )
    outcome = Text(
        required=True,
        allow_none=True,
        validate=OneOf(OUTCOMES),
        metadata={"example": "no_misuse"},
    )
    reason = Text(
        required=True, allow_none=True, metadata={"example": "Her sister bought it."}
    )


DisputePageSchema = page_schema(DisputeSchema, "DisputePage")


class ClosingRequestSchema(Schema):
    """How a dispute ends. She is shown the outcome, not the reason."""

    outcome = Text(
        required=True, validate=OneOf(OUTCOMES), metadata={"example": "no_misuse"}
    )
    reason = Text(
        required=True,
        validate=Length(min=10, max=1000),
        metadata={"example": "She had forgotten it; the platform has the receipt."},
    )
