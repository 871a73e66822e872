"""The standing of organisations, on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Schema, Text
from partners.organisations.models import Kind, Standing


class StandingRequestSchema(Schema):
    reason = Text(
        required=True,
        validate=Length(min=1, max=500),
        metadata={
            "description": "Why; the organisation and the audit trail will read it.",
            "example": "Vouchers were sold above the list price.",
        },
    )


class OrganisationSchema(Schema):
    id = ma.fields.UUID(required=True)
    code = Text(
        required=True,
        metadata={"description": "Its short handle.", "example": "pintar-belajar"},
    )
    name = Text(required=True, metadata={"example": "Pintar Belajar"})
    kinds = ma.fields.List(
        Text(validate=OneOf([str(kind) for kind in Kind])),
        required=True,
        metadata={"description": "What it does in the programme."},
    )
    standing = Text(
        required=True,
        validate=OneOf([str(standing) for standing in Standing]),
        metadata={
            "description": "Only an approved organisation begins anything new; with"
            " `active_no_new_starts` it finishes what runs."
        },
    )
    standing_reason = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Why its standing was changed last."},
    )
