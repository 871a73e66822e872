"""Verifications, results and completion on the wire."""

from typing import Any

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Schema, Text, WholeNumber
from vouchers.learning.models import POST_TEST, AssessmentKind
from vouchers.vouchers.schemas import SEQUENCE

MAX_TASKS = 20


class SequenceField(WholeNumber):
    """A step: 1 to 10, or 999 for the post-test."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(minimum=1, maximum=POST_TEST, metadata=SEQUENCE, **kwargs)
        self.validators.append(OneOf([*range(1, 11), POST_TEST]))


class VerificationRequestSchema(Schema):
    code = Text(
        required=True,
        validate=Length(min=1, max=64),
        metadata={
            "description": "The participant's redeem code, as typed.",
            "example": "ABCD-EFGH-JKMN-PQRS-T",
        },
    )
    sequence = SequenceField(required=True)
    redirect_uri = Text(
        required=True,
        validate=Length(min=1, max=2048),
        metadata={
            "description": "Where the browser returns; one that your client registered,"
            " letter by letter. `verification_id` is added to its query.",
            "example": "https://institution.example/attendance",
        },
    )


class StartedVerificationSchema(Schema):
    """Send the participant's browser to `url`."""

    verification_id = ma.fields.UUID(required=True)
    url = Text(
        required=True,
        metadata={
            "format": "uri",
            "description": "The page on which the participant signs in and confirms.",
            "example": "https://marketplace.example/verify/3Zq0…",
        },
    )
    expires_at = ma.fields.AwareDateTime(required=True)


class VerificationSchema(Schema):
    """A verification as its institution reads it after the browser came back."""

    verification_id = ma.fields.UUID(attribute="id", required=True)
    voucher_id = ma.fields.UUID(required=True)
    sequence = WholeNumber(required=True, metadata=SEQUENCE)
    started_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    confirmed_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null until the participant has confirmed."},
    )


class StepConfirmationRequestSchema(Schema):
    state = Text(
        required=True,
        validate=Length(min=1, max=128),
        metadata={"description": "The last part of the verification's address."},
    )


class StepConfirmationSchema(Schema):
    voucher_id = ma.fields.UUID(required=True)
    verification_id = ma.fields.UUID(attribute="id", required=True)
    sequence = WholeNumber(required=True, metadata=SEQUENCE)
    confirmed_at = ma.fields.AwareDateTime(required=True)
    return_to = Text(
        required=True,
        metadata={
            "format": "uri",
            "description": "The institution's address, for the way back.",
            "example": "https://institution.example/attendance?verification_id=…",
        },
    )


class AssessmentResultRequestSchema(Schema):
    kind = Text(
        required=True,
        validate=OneOf([str(kind) for kind in AssessmentKind]),
        metadata={"example": "post_test"},
    )
    number = WholeNumber(
        load_default=1,
        minimum=1,
        maximum=MAX_TASKS,
        metadata={"description": "Which practice task; 1 for the other kinds."},
    )
    score = WholeNumber(
        required=True, maximum=100, metadata={"description": "0 to 100.", "example": 80}
    )

    @ma.validates_schema
    def _one_of_its_kind(self, data: dict[str, Any], **_: Any) -> None:
        if data["kind"] != AssessmentKind.PRACTICE_TASK and data["number"] != 1:
            raise ma.ValidationError(
                "Only practice tasks are numbered; use 1.", field_name="number"
            )


class AssessmentResultSchema(Schema):
    kind = Text(required=True, metadata={"example": "post_test"})
    number = WholeNumber(required=True)
    revision = WholeNumber(
        required=True,
        metadata={"description": "1 for the first report; the last revision counts."},
    )
    score = WholeNumber(required=True, maximum=100)
    reported_at = ma.fields.AwareDateTime(required=True)


class AssessmentResultListSchema(Schema):
    """All reports with their revisions, in the order of reporting; a voucher has few,
    so the list is not paged."""

    items = ma.fields.List(ma.fields.Nested(AssessmentResultSchema), required=True)


class CompletionSchema(Schema):
    voucher_id = ma.fields.UUID(required=True)
    completed_at = ma.fields.AwareDateTime(attribute="issued_at", required=True)
    certificate_id = ma.fields.UUID(attribute="id", required=True)
    verification_url = Text(
        required=True,
        metadata={
            "format": "uri",
            "description": "The public page on which anyone verifies the certificate.",
            "example": "https://marketplace.example/certificates/8Jk2…",
        },
    )
