"""The wire of payout accounts and of the partner's callbacks."""

import marshmallow as ma

from marketplace.payments.channels import channels
from openapi.fields import Schema, Text


class PayoutAccountRequestSchema(Schema):
    """Where the participant wants to be paid."""

    channel = Text(
        required=True,
        validate=ma.validate.OneOf(list(channels())),
        metadata={"description": "A bank or a wallet.", "example": "bni"},
    )
    number = Text(
        required=True,
        validate=[
            ma.validate.Length(min=8, max=32),
            ma.validate.Regexp(
                r"^[ -]*([0-9][ -]*){8,20}\Z",
                error="Write 8 to 20 digits, with blanks or hyphens if you like.",
            ),
        ],
        metadata={
            "description": "Account or wallet number; blanks and dashes do not count.",
            "example": "0123456789",
        },
    )


class RefusalSchema(Schema):
    """Why something failed, in the reader's language (Accept-Language)."""

    code = Text(required=True, metadata={"example": "kyc_not_done"})
    title = Text(required=True)
    how_to_fix = Text(required=True)


class PayoutAccountSchema(Schema):
    """A linked account; of its number only the last four digits are shown."""

    payout_account_id = ma.fields.UUID(required=True)
    channel = Text(required=True, metadata={"example": "bni"})
    channel_name = Text(required=True, metadata={"example": "BNI"})
    number_masked = Text(required=True, metadata={"example": "••••••6789"})
    status = Text(
        required=True,
        metadata={
            "description": "pending (being checked), verified, refused or replaced.",
            "example": "pending",
        },
    )
    linked_at = ma.fields.AwareDateTime(required=True)
    verified_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    refusal = ma.fields.Nested(RefusalSchema, required=True, allow_none=True)


class PayoutAccountsSchema(Schema):
    """The participant's accounts, the latest first."""

    items = ma.fields.List(ma.fields.Nested(PayoutAccountSchema), required=True)


class CallbackTakenSchema(Schema):
    """The callback is stored; what follows from it happens later."""

    received = ma.fields.Boolean(required=True)
