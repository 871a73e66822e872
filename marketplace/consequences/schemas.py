"""What follows from a sanction, on the wire."""

import marshmallow as ma

from marketplace.consequences.models import Direction, Step
from marketplace.transfers.models import TransferState
from marketplace.transfers.schemas import ProgressSchema
from openapi.fields import AmountField, Schema, Text, WholeNumber
from openapi.pagination import page_schema


class ConsequenceRunSchema(Schema):
    direction = Text(
        required=True, validate=ma.validate.OneOf([str(each) for each in Direction])
    )
    step = Text(
        required=True,
        validate=ma.validate.OneOf([str(each) for each in Step]),
        metadata={"description": "What is done next."},
    )
    told = WholeNumber(
        required=True, metadata={"description": "How many organisations were told."}
    )
    learners = WholeNumber(
        required=True,
        metadata={"description": "How many transfers were listed, or withdrawn."},
    )
    started_at = ma.fields.AwareDateTime(required=True)
    finished_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class InterruptedClassSchema(Schema):
    schedule_id = ma.fields.UUID(required=True)
    schedule = Text(required=True, metadata={"example": "0193a4c2b1d0e5f6"})
    course_title = Text(required=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    learners = WholeNumber(required=True)
    with_suggestion = WholeNumber(required=True)


class ConsequencesSchema(Schema):
    runs = ma.fields.List(ma.fields.Nested(ConsequenceRunSchema), required=True)
    open = WholeNumber(
        required=True, metadata={"description": "Learners who wait for another class."}
    )
    with_suggestion = WholeNumber(
        required=True, metadata={"description": "Those with an equivalent class."}
    )
    progress = ma.fields.Nested(ProgressSchema, required=True)
    classes = ma.fields.List(
        ma.fields.Nested(InterruptedClassSchema),
        required=True,
        metadata={"description": "By start; 200 at most."},
    )


class TransferSchema(Schema):
    """A learner whose class is interrupted; who she is, the voucher tells its platform
    and its institution alone."""

    id = ma.fields.UUID(required=True)
    voucher_id = ma.fields.UUID(required=True)
    state = Text(
        required=True,
        validate=ma.validate.OneOf([str(each) for each in TransferState]),
    )
    platform = Text(required=True, metadata={"example": "pintar-belajar"})
    course_id = ma.fields.UUID(required=True)
    course_title = Text(required=True)
    schedule_id = ma.fields.UUID(required=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    confirmed_steps = WholeNumber(required=True)
    required_steps = WholeNumber(required=True)
    suggested_schedule_id = ma.fields.UUID(required=True, allow_none=True)
    suggested_offering_id = ma.fields.UUID(required=True, allow_none=True)
    suggested_course_title = Text(required=True, allow_none=True)
    suggested_starts_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    listed_at = ma.fields.AwareDateTime(required=True)
    closed_at = ma.fields.AwareDateTime(required=True, allow_none=True)


TransferPageSchema = page_schema(TransferSchema, "TransferPage")


class OwedBalanceSchema(Schema):
    kind = Text(required=True, metadata={"example": "training_institution"})
    owed = AmountField(required=True)
    held = AmountField(
        required=True,
        metadata={"description": "Owed and not paid while a sanction is in force."},
    )


class OwedBalancesSchema(Schema):
    balances = ma.fields.List(ma.fields.Nested(OwedBalanceSchema), required=True)
