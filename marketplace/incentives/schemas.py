"""The wire of incentives."""

import marshmallow as ma

from marketplace.payments.schemas import RefusalSchema
from openapi.fields import AmountField, Schema, Text, WholeNumber


class ConditionSchema(Schema):
    """One condition; its words are in the reader's language (Accept-Language)."""

    name = Text(required=True, metadata={"example": "review"})
    title = Text(required=True, metadata={"example": "Course rated and reviewed"})
    met = ma.fields.Boolean(required=True)
    met_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    how_to_meet = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Null once the condition is met."},
    )


class IncentiveSchema(Schema):
    """One payment of an incentive, and why it is not paid yet."""

    incentive_id = ma.fields.UUID(required=True)
    kind = Text(required=True, metadata={"example": "job_search"})
    number = WholeNumber(
        required=True,
        minimum=1,
        metadata={"description": "Which payment of its kind, from 1."},
    )
    amount = AmountField(required=True)
    status = Text(
        required=True,
        metadata={
            "description": "conditions_open, eligible, scheduled, disbursing, paid,"
            " failed or forfeited.",
            "example": "conditions_open",
        },
    )
    status_text = Text(
        required=True, metadata={"description": "The status in the reader's language."}
    )
    created_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    paid_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    conditions = ma.fields.List(ma.fields.Nested(ConditionSchema), required=True)
    failure = ma.fields.Nested(
        RefusalSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Why the last payment failed, until one succeeds."},
    )


class IncentivesSchema(Schema):
    """The participant's incentives; empty before the first certificate."""

    items = ma.fields.List(ma.fields.Nested(IncentiveSchema), required=True)
