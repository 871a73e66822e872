"""The wire of orders."""

import marshmallow as ma

from openapi.fields import AmountField, Schema, Text, WholeNumber
from openapi.pagination import page_schema

REFERENCE = ma.validate.Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}\Z",
    error="Begin with a letter or digit; then also . _ / and -, 64 characters at most.",
)


class OrderRequestSchema(Schema):
    """What a platform asks for."""

    offering_id = ma.fields.UUID(required=True)
    schedule_id = ma.fields.UUID(required=True)
    price = AmountField(
        required=True,
        metadata={"description": "The price that you showed the participant."},
    )
    platform_reference = Text(
        required=True,
        validate=REFERENCE,
        metadata={
            "description": "Your own number of the order, unique within your platform.",
            "example": "INV-2026-0001",
        },
    )


class OrderSchema(Schema):
    """An order as its platform sees it."""

    order_id = ma.fields.UUID(attribute="id", required=True)
    status = Text(required=True, metadata={"example": "placed"})
    platform_reference = Text(required=True, metadata={"example": "INV-2026-0001"})
    offering_id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    course_revision = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "What the course said when it was bought; null for"
            " orders from before revisions were numbered."
        },
    )
    schedule_id = ma.fields.UUID(required=True)
    voucher_id = ma.fields.UUID(required=True)
    price = AmountField(required=True)
    placed_at = ma.fields.AwareDateTime(required=True)
    voided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    void_reason = Text(required=True, allow_none=True)


OrderPageSchema = page_schema(OrderSchema, "OrderPage")


class VoidRequestSchema(Schema):
    """Why an order is taken back."""

    reason = Text(
        required=True,
        validate=ma.validate.OneOf(
            ["participant_request", "class_cancelled", "platform_error", "other"]
        ),
        metadata={"example": "class_cancelled"},
    )
