"""Vouchers on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Schema, Text, WholeNumber
from openapi.pagination import page_schema
from vouchers.vouchers.models import VoucherStatus

SEQUENCE = {
    "description": "An attendance step: 1 to 10, 999 for the post-test.",
    "example": 1,
}


class VoucherCheckRequestSchema(Schema):
    """The code travels in the body: it is worth money, and URLs end up in logs."""

    code = Text(
        required=True,
        validate=Length(min=1, max=64),
        metadata={
            "description": "The redeem code as typed; case, blanks and dashes do not"
            " matter.",
            "example": "ABCD-EFGH-JKMN-PQRS-T",
        },
    )


class VoucherCourseSchema(Schema):
    id = ma.fields.UUID(required=True)
    code = Text(required=True, metadata={"example": "course-0a1b2c"})
    title = Text(required=True, metadata={"example": "Membuat Kue untuk Pemula"})


class VoucherClassSchema(Schema):
    id = ma.fields.UUID(required=True)
    code = Text(required=True, metadata={"example": "0a1b2c3d4e5f6071"})
    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)


class RequirementWordsSchema(Schema):
    """The same words in both languages."""

    en = Text(required=True)
    id = Text(required=True)


class RequirementSchema(Schema):
    """One requirement of the completion rule that was pinned at purchase."""

    name = Text(required=True, metadata={"example": "attendance"})
    words = ma.fields.Nested(RequirementWordsSchema, required=True)
    needed = WholeNumber(
        required=True,
        metadata={"description": "Sessions, tasks or results; a score for pass_mark."},
    )
    have = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "Null when there is no score yet."},
    )
    is_met = ma.fields.Boolean(required=True)


class _ProgressSchema(Schema):
    """What every view of a voucher shows."""

    voucher_id = ma.fields.UUID(attribute="voucher.id", required=True)
    status = Text(required=True, validate=OneOf([str(it) for it in VoucherStatus]))
    redeemed_at = ma.fields.AwareDateTime(
        attribute="voucher.redeemed_at", required=True, allow_none=True
    )
    completed_at = ma.fields.AwareDateTime(
        attribute="voucher.completed_at", required=True, allow_none=True
    )
    confirmed_sequences = ma.fields.List(
        WholeNumber(metadata=SEQUENCE),
        attribute="confirmed",
        required=True,
        metadata={"description": "The confirmed steps, in order."},
    )


class _ClassProgressSchema(_ProgressSchema):
    course = ma.fields.Nested(VoucherCourseSchema, required=True)
    schedule = ma.fields.Nested(VoucherClassSchema, required=True)
    expires_at = ma.fields.AwareDateTime(attribute="voucher.expires_at", required=True)
    redeem_opens_at = ma.fields.AwareDateTime(
        attribute="window.opens_at",
        required=True,
        metadata={"description": "Sequence 1 can be confirmed from this instant on."},
    )
    redeem_closes_at = ma.fields.AwareDateTime(
        attribute="window.closes_at",
        required=True,
        metadata={"description": "Sequence 1 can be confirmed before this instant."},
    )


class VoucherStateSchema(_ClassProgressSchema):
    """A voucher as its institution sees it; nothing about the person."""

    requirements = ma.fields.List(ma.fields.Nested(RequirementSchema), required=True)


class VoucherUseSchema(Schema):
    """A try to use the voucher: who holds it can see each."""

    verification_id = ma.fields.UUID(attribute="id", required=True)
    sequence = WholeNumber(required=True, metadata=SEQUENCE)
    started_at = ma.fields.AwareDateTime(required=True)
    confirmed_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class HeldVoucherSchema(_ClassProgressSchema):
    """A voucher as its holder sees it."""

    redeem_code = Text(
        attribute="code",
        required=True,
        metadata={"example": "ABCD-EFGH-JKMN-PQRS-T"},
    )
    issued_at = ma.fields.AwareDateTime(attribute="voucher.issued_at", required=True)
    uses = ma.fields.List(ma.fields.Nested(VoucherUseSchema), required=True)


class RosterLineSchema(_ProgressSchema):
    """One seat of a class."""


HeldVoucherPageSchema = page_schema(HeldVoucherSchema, "HeldVoucherPage")
RosterPageSchema = page_schema(RosterLineSchema, "RosterPage")
