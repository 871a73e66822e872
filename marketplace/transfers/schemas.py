"""Interrupted classes, on the wire."""

import marshmallow as ma

from marketplace.transfers.asking.schemas import OwnRefundRequestSchema
from marketplace.transfers.models import Cause, Distance, Likeness, TransferState
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber

one_of = ma.validate.OneOf


class ShownClassSchema(Schema):
    """A class, as far as it is compared."""

    course_id = ma.fields.UUID(required=True)
    course_title = Text(required=True)
    mode = Text(required=True, metadata={"example": "webinar"})
    provider = Text(required=True, metadata={"description": "The institution."})
    platform = Text(required=True, metadata={"description": "Where it is sold."})
    schedule_id = ma.fields.UUID(required=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    place = Text(required=True, allow_none=True)
    price = AmountField(required=True)


class ReplacementSchema(Schema):
    """A class that you can change to."""

    replacement_id = ma.fields.UUID(attribute="id", required=True)
    rank = WholeNumber(required=True, minimum=1)
    likeness = Text(
        required=True,
        validate=one_of([*Likeness]),
        metadata={"description": "Why it is equivalent."},
    )
    distance = ma.fields.Function(
        lambda choice: Distance(choice.distance).name.lower(),
        required=True,
        metadata={
            "type": "string",
            "enum": [each.name.lower() for each in Distance],
            "description": "Its place from yours: the same district, regency or"
            " province, farther; nowhere without places.",
        },
    )
    shown = ma.fields.Nested(ShownClassSchema, required=True)
    closes_at = ma.fields.AwareDateTime(
        required=True, metadata={"description": "When its enrolment closes."}
    )
    available = Flag(
        required=True,
        metadata={
            "description": "On sale now, at this price and on these terms, with a seat."
        },
    )
    seats_left = WholeNumber(
        required=True,
        metadata={
            "description": "Seats that are free now. None is kept for anybody: who"
            " confirms or buys first has it.",
            "example": 4,
        },
    )


class OwnTransferSchema(Schema):
    """An interrupted class of yours, and what you can do."""

    transfer_id = ma.fields.UUID(attribute="transfer.id", required=True)
    cause = Text(attribute="transfer.cause", required=True, validate=one_of([*Cause]))
    state = Text(
        attribute="transfer.state", required=True, validate=one_of([*TransferState])
    )
    voucher_id = ma.fields.UUID(attribute="transfer.voucher_id", required=True)
    had = ma.fields.Nested(ShownClassSchema, required=True)
    can_choose = Flag(
        required=True, metadata={"description": "You can change to another class now."}
    )
    can_take_back = Flag(
        required=True, metadata={"description": "You can take your balance back now."}
    )
    confirmed_steps = WholeNumber(
        required=True, metadata={"description": "Steps of it that you have done."}
    )
    required_steps = WholeNumber(attribute="transfer.required_steps", required=True)
    is_far_along = Flag(
        required=True,
        metadata={
            "description": "You have done more than half: with another class you give"
            " your steps up, and your balance is asked for."
        },
    )
    can_ask = Flag(
        required=True, metadata={"description": "You can ask for your balance now."}
    )
    refund_requests = ma.fields.List(
        ma.fields.Nested(OwnRefundRequestSchema),
        attribute="requests",
        required=True,
        metadata={"description": "What you asked for, and what was decided."},
    )
    answer_by = ma.fields.AwareDateTime(
        attribute="transfer.answer_by", required=True, allow_none=True
    )
    replacements = ma.fields.List(
        ma.fields.Nested(ReplacementSchema), attribute="choices", required=True
    )
    new_voucher_id = ma.fields.UUID(required=True, allow_none=True)
    returned = AmountField(
        attribute="transfer.returned",
        required=True,
        allow_none=True,
        metadata={"description": "What went back to your balance."},
    )
    listed_at = ma.fields.AwareDateTime(attribute="transfer.listed_at", required=True)
    closed_at = ma.fields.AwareDateTime(
        attribute="transfer.closed_at", required=True, allow_none=True
    )


class OwnTransfersSchema(Schema):
    items = ma.fields.List(
        ma.fields.Nested(OwnTransferSchema),
        required=True,
        metadata={"description": "The latest first; twenty at most."},
    )


class ConfirmationSchema(Schema):
    """Which class you change to, at which price."""

    transfer_id = ma.fields.UUID(required=True)
    replacement_id = ma.fields.UUID(required=True)
    price = AmountField(
        required=True, metadata={"description": "The price that you were shown."}
    )
    gives_up_steps = Flag(
        load_default=False,
        metadata={
            "description": "You know that your steps do not move along. Needed where"
            " `is_far_along`."
        },
    )


class OneTransferSchema(Schema):
    """Which of your interrupted classes."""

    transfer_id = ma.fields.UUID(required=True)


class ProgressSchema(Schema):
    """How far the learners of an interruption are. Each that was told waits, has moved,
    has her money back, or her class goes on."""

    told = WholeNumber(required=True)
    offered = WholeNumber(
        required=True,
        metadata={"description": "Of those told, who had a class to choose."},
    )
    moved = WholeNumber(required=True)
    refunded = WholeNumber(required=True)
    withdrawn = WholeNumber(required=True)
    waiting = WholeNumber(required=True)


class CalledOffClassSchema(Schema):
    schedule_id = ma.fields.UUID(required=True)
    schedule = Text(required=True, metadata={"example": "0193a4c2b1d0e5f6"})
    course_title = Text(required=True)
    provider = Text(required=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    cancelled_at = ma.fields.AwareDateTime(required=True)
    progress = ma.fields.Nested(ProgressSchema, required=True)


class CalledOffClassesSchema(Schema):
    items = ma.fields.List(
        ma.fields.Nested(CalledOffClassSchema),
        required=True,
        metadata={"description": "Of the last 90 days, the latest first; 50 at most."},
    )
