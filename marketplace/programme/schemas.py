"""The programme on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from marketplace.programme.models import ApplicationStatus, AwardStatus, BatchStatus
from marketplace.programme.rules import Rule
from openapi.fields import AmountField, Schema, Text, WholeNumber

SCHEME_CODE = {"description": "The scheme's code.", "example": "normal"}


class SchemeSchema(Schema):
    """The newest version of a scheme: the programme's numbers as a document."""

    code = Text(required=True, metadata=SCHEME_CODE)
    version = WholeNumber(required=True, metadata={"example": 1})
    title = Text(required=True, metadata={"example": "Normal scheme"})
    document = ma.fields.Dict(
        required=True,
        metadata={
            "description": "Every parameter. Amounts are whole rupiah, shares basis"
            " points, durations days or minutes as the name says."
        },
    )
    created_at = ma.fields.AwareDateTime(required=True)


class BatchRequestSchema(Schema):
    """A batch to plan."""

    number = WholeNumber(
        required=True,
        minimum=1,
        maximum=1_000_000,
        metadata={"description": "What people know it by.", "example": 71},
    )
    scheme_code = Text(required=True, validate=Length(1, 64), metadata=SCHEME_CODE)
    quota = WholeNumber(
        required=True,
        minimum=1,
        maximum=10_000_000,
        metadata={"description": "How many are awarded at most.", "example": 10000},
    )


class BatchSchema(Schema):
    """A wave of applications (gelombang)."""

    id = ma.fields.UUID(required=True)
    number = WholeNumber(required=True, metadata={"example": 71})
    quota = WholeNumber(required=True, metadata={"example": 10000})
    status = Text(required=True, validate=OneOf([*map(str, BatchStatus)]))
    decree_number = Text(
        required=True, allow_none=True, metadata={"description": "Once decided."}
    )
    created_at = ma.fields.AwareDateTime(required=True)
    opened_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    closed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    selected_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    purchase_deadline_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Last instant of the first purchase, once decided."},
    )
    awards_completed_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When the last award was made; null while they are."},
    )


class CountsSchema(Schema):
    """How many applications are in each state."""

    submitted = WholeNumber(required=True)
    verified = WholeNumber(required=True)
    rejected = WholeNumber(required=True)
    selected = WholeNumber(required=True)
    not_selected = WholeNumber(required=True)


class BatchDetailSchema(BatchSchema):
    """A batch in figures."""

    scheme_code = Text(required=True, metadata=SCHEME_CODE)
    scheme_version = WholeNumber(required=True, metadata={"example": 1})
    applications = ma.fields.Nested(CountsSchema, required=True)
    awarded = WholeNumber(
        required=True,
        metadata={"description": "Awards made so far; large batches take minutes."},
    )
    seed_commitment = Text(
        required=True,
        metadata={
            "description": "SHA-256 of the draw's seed, told before anyone applies."
        },
    )
    selection_seed = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The seed, told once the selection is done. The draw orders"
            " applications by SHA-256 of the seed followed by the application's id."
        },
    )


class DecisionRequestSchema(Schema):
    """The decree (SK) by which a batch is decided."""

    decree_number = Text(
        required=True, validate=Length(1, 100), metadata={"example": "SK-71/2026"}
    )


class ApplicationRequestSchema(Schema):
    """The batch to join."""

    batch_number = WholeNumber(
        required=True, minimum=1, maximum=1_000_000, metadata={"example": 71}
    )


class FailedRuleSchema(Schema):
    """A rule that is not met."""

    rule = Text(required=True, validate=OneOf([*map(str, Rule)]))
    words = Text(
        required=True,
        metadata={"description": "In the reader's language, by Accept-Language."},
    )


class ApplicationSchema(Schema):
    """A participant's application."""

    id = ma.fields.UUID(required=True)
    batch_number = WholeNumber(required=True, metadata={"example": 71})
    status = Text(required=True, validate=OneOf([*map(str, ApplicationStatus)]))
    failed_rules = ma.fields.List(
        ma.fields.Nested(FailedRuleSchema),
        required=True,
        metadata={"description": "Every rule that is not met, when rejected."},
    )
    submitted_at = ma.fields.AwareDateTime(required=True)
    verified_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class BalanceSchema(Schema):
    """What a participant may spend, and until when she has to buy."""

    balance = AmountField(required=True)
    status = Text(required=True, validate=OneOf([*map(str, AwardStatus)]))
    deadline_at = ma.fields.AwareDateTime(
        attribute="purchase_deadline_at",
        required=True,
        allow_none=True,
        metadata={
            "description": "Last instant of the next purchase; null when none runs."
        },
    )


class AwardSchema(BalanceSchema):
    """A training balance (saldo pelatihan), given by a decree."""

    award_id = ma.fields.UUID(required=True)
    batch_number = WholeNumber(required=True, metadata={"example": 71})
    scheme_code = Text(required=True, metadata=SCHEME_CODE)
    scheme_version = WholeNumber(required=True, metadata={"example": 1})
    decree_number = Text(required=True, metadata={"example": "SK-71/2026"})
    amount = AmountField(required=True)
    awarded_at = ma.fields.AwareDateTime(required=True)
