"""Agreements on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Regexp

from core.text import LOCALES
from openapi.fields import Schema, Text, WholeNumber


class AgreementSchema(Schema):
    code = Text(required=True, metadata={"example": "partner"})
    version = WholeNumber(required=True, minimum=1)
    language = Text(required=True, validate=OneOf(LOCALES))
    title = Text(required=True)
    text = Text(required=True)
    sha256 = Text(
        required=True, metadata={"description": "Of the text in this language."}
    )
    since = ma.fields.Date(required=True)
    accept_by = ma.fields.Date(
        required=True,
        metadata={"description": "By when partners of an earlier version accept it."},
    )
    without = Text(
        required=True, metadata={"description": "What happens without acceptance."}
    )
    accepted_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class AgreementListSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(AgreementSchema), required=True)


class AcceptanceSchema(Schema):
    version = WholeNumber(required=True, minimum=1)
    language = Text(required=True, validate=OneOf(LOCALES))
    sha256 = Text(
        required=True,
        validate=Regexp(
            r"^[0-9a-f]{64}\Z",
            error="Write the SHA-256 of the text: 64 small hexadecimal digits.",
        ),
        metadata={"description": "Of the text that was read.", "example": "0" * 64},
    )
    officer_name = Text(
        required=True,
        validate=Length(min=2, max=120),
        metadata={"description": "Who accepts; sealed.", "example": "Sari Dewi"},
    )
    officer_position = Text(
        required=True,
        validate=Length(min=2, max=120),
        metadata={"example": "Direktur Utama"},
    )
