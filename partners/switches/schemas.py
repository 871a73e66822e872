"""Switches and closures on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Flag, Schema, Text
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.switches.models import Switch

LONG = Length(min=1, max=1000)
SWITCH = OneOf([str(each) for each in Switch])


class ClosureRequestSchema(Schema):
    """What is to be closed at once. The reason is shown to everybody."""

    switch = Text(
        required=True, validate=SWITCH, metadata={"example": "participant_sign_up"}
    )
    scheme_code = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=64),
        metadata={
            "description": "For `programme`: the one scheme that is meant.",
            "example": None,
        },
    )
    reason_en = Text(
        required=True,
        validate=LONG,
        metadata={"example": "Registration rests while numbers are checked."},
    )
    reason_id = Text(
        required=True,
        validate=LONG,
        metadata={"example": "Pendaftaran dihentikan selama pemeriksaan data."},
    )


class OpeningProposalSchema(Schema):
    note = Text(
        required=True,
        validate=LONG,
        metadata={
            "description": "Why it can be opened; for the operator's staff alone.",
            "example": "The fault is mended.",
        },
    )


class OpeningDecisionSchema(Schema):
    agrees = Flag(required=True, metadata={"example": True})


class SwitchClosureSchema(Schema):
    id = ma.fields.UUID(required=True)
    switch = Text(required=True, validate=SWITCH)
    scheme_code = Text(required=True, allow_none=True)
    reason_en = Text(required=True)
    reason_id = Text(required=True)
    closed_by = ma.fields.UUID(required=True)
    closed_at = ma.fields.AwareDateTime(required=True)
    opening_note = Text(required=True, allow_none=True)
    opening_proposed_by = ma.fields.UUID(required=True, allow_none=True)
    opening_proposed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    opened_by = ma.fields.UUID(required=True, allow_none=True)
    opened_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class ClosureQuerySchema(PageArgumentsSchema):
    switch = Text(load_default=None, validate=SWITCH)
    state = Text(
        load_default="all",
        validate=OneOf(["all", "closed"]),
        metadata={"description": "`closed`: only what is closed now."},
    )


SwitchClosurePageSchema = page_schema(SwitchClosureSchema, "SwitchClosurePage")
