"""Requests for a balance, on the wire."""

import marshmallow as ma

from marketplace.transfers.asking.models import Answer
from marketplace.transfers.models import TransferState
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber
from openapi.pagination import page_schema

LONGEST = 1_000


class RefundAskSchema(Schema):
    """For which of your interrupted classes you ask, and why."""

    transfer_id = ma.fields.UUID(required=True)
    words = Text(
        required=True,
        validate=ma.validate.Length(min=1, max=LONGEST),
        metadata={"example": "I have found work and cannot begin again."},
    )


class _AskedSchema(Schema):
    asked_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(
        required=True,
        metadata={
            "description": "By when the programme decides: the last second of a day."
        },
    )
    is_overdue = Flag(
        required=True,
        metadata={
            "description": "It waits longer than it should. Nothing is decided by"
            " itself; those who run the programme are told."
        },
    )
    answer = Text(
        required=True,
        allow_none=True,
        validate=ma.validate.OneOf([*Answer]),
        metadata={"description": "Null until it is decided."},
    )
    decision = Text(
        required=True, allow_none=True, metadata={"description": "Why it was decided."}
    )
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class OwnRefundRequestSchema(_AskedSchema):
    """What you asked for, and what was decided."""

    words = Text(required=True, metadata={"description": "What you wrote."})


class RefundRequestSchema(_AskedSchema):
    """A learner asks for her balance of a class of which she has done more than half.
    Her transfer is no longer `open` where she has changed meanwhile, or goes on."""

    refund_request_id = ma.fields.UUID(attribute="id", required=True)
    transfer_id = ma.fields.UUID(required=True)
    transfer_state = Text(required=True, validate=ma.validate.OneOf([*TransferState]))
    voucher_id = ma.fields.UUID(required=True)
    sanction_id = ma.fields.UUID(required=True, allow_none=True)
    course_title = Text(required=True)
    provider = Text(required=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    price = AmountField(required=True)
    confirmed_steps = WholeNumber(required=True)
    required_steps = WholeNumber(required=True)
    replacements = WholeNumber(
        required=True, metadata={"description": "Classes that she was offered."}
    )
    is_second = Flag(
        required=True,
        metadata={
            "description": "She was refused before: another person than then decides."
        },
    )


class OpenedRefundRequestSchema(Schema):
    """A request with what she wrote."""

    request = ma.fields.Nested(RefundRequestSchema, attribute="shown", required=True)
    words = Text(
        required=True, metadata={"example": "I have found work and cannot begin again."}
    )
    refused_before = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Why her first request was refused, of a second."},
    )


RefundRequestPageSchema = page_schema(RefundRequestSchema, "RefundRequestPage")


class RefundDecisionSchema(Schema):
    """What you decide, and why; she reads it."""

    answer = Text(required=True, validate=ma.validate.OneOf([*Answer]))
    decision = Text(
        required=True,
        validate=ma.validate.Length(min=1, max=LONGEST),
        metadata={"example": "The institution does not teach again this year."},
    )
