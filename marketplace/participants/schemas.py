"""Participants on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from marketplace.participants.rules import Gender, Occupation, Office
from marketplace.participants.services.disclose import Disclosable
from marketplace.programme.schemas import BalanceSchema
from openapi.fields import Flag, Schema, Text

MASKED = {"description": "Masked.", "example": "3273••••••••0001"}


class DeclarationsSchema(Schema):
    """What a person ticks, and answers for."""

    occupation = Text(required=True, validate=OneOf([*map(str, Occupation)]))
    offices = ma.fields.List(
        Text(validate=OneOf([*map(str, Office)])),
        load_default=list,
        validate=Length(max=len(Office)),
        metadata={"description": "Offices that she holds, of those schemes exclude."},
    )
    student = Flag(
        load_default=False,
        metadata={"description": "Whether she is in formal education."},
    )
    other_aid = Flag(
        load_default=False,
        metadata={"description": "Whether she receives other social aid."},
    )


class RegistrationRequestSchema(Schema):
    """A person with her identity card and family card at hand."""

    email = Text(
        required=True, validate=Length(1, 254), metadata={"example": "ani@example.org"}
    )
    password = Text(
        required=True,
        validate=Length(1, 256),
        metadata={"example": "correct horse battery staple"},
    )
    full_name = Text(
        required=True, validate=Length(1, 200), metadata={"example": "Ani Lestari"}
    )
    nik = Text(
        required=True,
        validate=Length(1, 32),
        metadata={
            "description": "National identity number, 16 digits.",
            "example": "3273015705980001",
        },
    )
    family_card = Text(
        required=True,
        validate=Length(1, 32),
        metadata={
            "description": "Family card number (KK), 16 digits.",
            "example": "3273011201100002",
        },
    )
    phone = Text(
        required=True, validate=Length(1, 32), metadata={"example": "081234567890"}
    )
    birth_date = ma.fields.Date(required=True, metadata={"example": "1998-05-17"})
    district_code = Text(
        required=True,
        validate=Length(1, 13),
        metadata={
            "description": "District (kecamatan) where she lives.",
            "example": "32.73.01",
        },
    )
    declarations = ma.fields.Nested(DeclarationsSchema, required=True)
    locale = Text(
        load_default="id",
        validate=OneOf(["id", "en"]),
        metadata={"description": "The language in which we write to her."},
    )


class RegistrationSchema(Schema):
    """A registered participant."""

    participant_id = ma.fields.UUID(attribute="id", required=True)
    registered_at = ma.fields.AwareDateTime(required=True)


class ProfileSchema(Schema):
    """A participant's own record."""

    full_name = Text(required=True, metadata={"example": "Ani Lestari"})
    email = Text(
        required=True,
        metadata={"description": "Masked.", "example": "a••@example.org"},
    )
    nik = Text(required=True, metadata=MASKED)
    family_card = Text(required=True, metadata=MASKED)
    phone = Text(
        required=True, metadata={"description": "Masked.", "example": "••••••••7890"}
    )
    birth_date = ma.fields.Date(required=True)
    gender = Text(required=True, validate=OneOf([*map(str, Gender)]))
    district_code = Text(required=True, metadata={"example": "32.73.01"})
    district = Text(required=True, metadata={"example": "Sukasari"})
    regency = Text(required=True, metadata={"example": "Kota Bandung"})
    province = Text(required=True, metadata={"example": "Jawa Barat"})
    registered_at = ma.fields.AwareDateTime(required=True)
    training_balance = ma.fields.Nested(
        BalanceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null until she is awarded."},
    )


class DisclosureRequestSchema(Schema):
    """Which fields are needed in clear, and why."""

    fields_ = ma.fields.List(
        Text(validate=OneOf([*map(str, Disclosable)])),
        required=True,
        data_key="fields",
        validate=Length(1, len(Disclosable)),
        metadata={"example": ["nik"]},
    )
    reason = Text(
        required=True,
        validate=Length(10, 500),
        metadata={
            "description": "Goes into the audit trail, next to your client's name.",
            "example": "Ticket 4711: the bank asks for the identity number.",
        },
    )


class DisclosureSchema(Schema):
    """Personal data in clear."""

    participant_id = ma.fields.UUID(required=True)
    values = ma.fields.Dict(
        keys=Text(),
        values=Text(),
        required=True,
        metadata={
            "description": "By field, its value in clear.",
            "example": {"nik": "3273015705980001"},
        },
    )
