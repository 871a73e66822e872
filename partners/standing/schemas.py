"""Sanctions on the wire: as the operator's staff and as the organisation sees them."""

from datetime import date

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.organisations.models import Kind
from partners.standing.models import (
    ChangeAct,
    Outcome,
    Scope,
    Severity,
    State,
    Stop,
)

EARLIEST, LATEST = date(2020, 1, 1), date(2100, 12, 31)

LONG = Length(min=1, max=2000)
SEVERITY = OneOf([str(each) for each in Severity])
SCOPE = OneOf([str(each) for each in Scope])


def reasonable_day(day: date) -> None:
    """A day within living memory and foresight."""
    if not EARLIEST <= day <= LATEST:
        raise ma.ValidationError(f"Must be between {EARLIEST} and {LATEST}.")


class SanctionRequestSchema(Schema):
    """What is to be decided about an organisation."""

    organisation_id = ma.fields.UUID(required=True)
    severity = Text(
        required=True, validate=SEVERITY, metadata={"example": "no_new_starts"}
    )
    scope = Text(
        load_default="organisation",
        validate=SCOPE,
        metadata={"description": "What of it the sanction is about."},
    )
    kind = Text(
        load_default=None,
        allow_none=True,
        validate=OneOf([str(each) for each in Kind]),
        metadata={"description": "For the scope `kind`: in which role."},
    )
    client_id = Text(
        load_default=None,
        allow_none=True,
        validate=Length(max=100),
        metadata={"description": "For the scope `client`: which program."},
    )
    course_ids = ma.fields.List(
        ma.fields.UUID(),
        load_default=list,
        validate=Length(max=200),
        metadata={"description": "For the scope `courses`: which.", "example": []},
    )
    reason_code = Text(
        required=True,
        validate=Length(min=1, max=60),
        metadata={
            "description": "One of `reasons` of GET /v1/sanction-ladder.",
            "example": "price_above_list",
        },
    )
    reason = Text(
        required=True,
        validate=LONG,
        metadata={
            "description": "In words that the organisation reads.",
            "example": "Three courses were sold above their list price in October.",
        },
    )
    legal_ground = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=500),
        metadata={"description": "The usual one of the reason when left out."},
    )
    evidence = ma.fields.List(
        Text(validate=Length(min=1, max=300), metadata={"example": "Case 2026-118"}),
        load_default=list,
        validate=Length(max=20),
        metadata={"description": "References to what proves it."},
    )
    starts_on = ma.fields.Date(
        load_default=None,
        allow_none=True,
        validate=reasonable_day,
        metadata={
            "description": "First day; as soon as it is decided when left out.",
            "example": None,
        },
    )
    ends_on = ma.fields.Date(
        load_default=None,
        allow_none=True,
        validate=reasonable_day,
        metadata={
            "description": "Last day, in the programme's zone; the ladder has a usual"
            " and a latest one.",
            "example": None,
        },
    )
    emergency = Flag(
        load_default=False,
        metadata={
            "description": "In force at once, and lapses after 72 hours unless a second"
            " person confirms it.",
            "example": False,
        },
    )


class SanctionQuerySchema(PageArgumentsSchema):
    organisation_id = ma.fields.UUID(load_default=None)
    state = Text(load_default=None, validate=OneOf([str(each) for each in State]))


class DecisionSchema(Schema):
    """The word of the second person."""

    agrees = Flag(required=True, metadata={"example": True})
    reason = Text(
        load_default="",
        validate=Length(max=2000),
        metadata={"description": "Why not, when she does not agree.", "example": ""},
    )


class ChangeRequestSchema(Schema):
    act = Text(
        required=True,
        validate=OneOf([str(each) for each in ChangeAct]),
        metadata={"example": "lift"},
    )
    reason = Text(required=True, validate=LONG, metadata={"example": "Mended."})
    ends_on = ma.fields.Date(
        load_default=None,
        allow_none=True,
        validate=reasonable_day,
        metadata={"description": "The new last day, to shorten.", "example": None},
    )


class AnswerRequestSchema(Schema):
    outcome = Text(
        required=True,
        validate=OneOf([str(each) for each in Outcome]),
        metadata={
            "description": "`lift` and `shorten` are proposals for a second person.",
            "example": "upheld",
        },
    )
    text = Text(
        required=True,
        validate=LONG,
        metadata={"example": "The price lists confirm what was found."},
    )
    ends_on = ma.fields.Date(
        load_default=None,
        allow_none=True,
        validate=reasonable_day,
        metadata={"description": "The new last day, to shorten.", "example": None},
    )


class ReplyRequestSchema(Schema):
    text = Text(
        required=True,
        validate=Length(min=1, max=5000),
        metadata={"example": "The list price was changed on 3 October; see annex."},
    )


class ReplySchema(Schema):
    text = Text(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)
    outcome = Text(required=True, allow_none=True)
    answer = Text(required=True, allow_none=True)
    answered_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class SanctionChangeSchema(Schema):
    id = ma.fields.UUID(required=True)
    act = Text(required=True, metadata={"example": "lift"})
    ends_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    reason = Text(required=True)
    state = Text(required=True, metadata={"example": "open"})
    proposed_at = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)


def _of(name: str) -> str:
    return f"sanction.{name}"


class OwnSanctionSchema(Schema):
    """What the organisation is told."""

    id = ma.fields.UUID(required=True, attribute=_of("id"))
    severity = Text(required=True, validate=SEVERITY, attribute=_of("severity"))
    scope = Text(required=True, validate=SCOPE, attribute=_of("scope"))
    kind = Text(required=True, allow_none=True, attribute=_of("kind"))
    client_id = Text(required=True, allow_none=True)
    course_ids = ma.fields.List(
        ma.fields.UUID(), required=True, attribute=_of("course_ids")
    )
    stops = ma.fields.List(
        Text(validate=OneOf([str(each) for each in Stop])),
        required=True,
        attribute=_of("stops"),
        metadata={"description": "What is not possible while it is in force."},
    )
    reason_code = Text(required=True, attribute=_of("reason_code"))
    reason = Text(required=True, attribute=_of("reason"))
    legal_ground = Text(required=True, attribute=_of("legal_ground"))
    state = Text(
        required=True,
        validate=OneOf([str(each) for each in State]),
        attribute=_of("state"),
    )
    starts_at = ma.fields.AwareDateTime(required=True, attribute=_of("starts_at"))
    ends_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        attribute=_of("ends_at"),
        metadata={"description": "Its last second; null for ever."},
    )
    lapses_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        attribute=_of("lapses_at"),
        metadata={"description": "An emergency stop ends then unless confirmed."},
    )
    reply_due_at = ma.fields.AwareDateTime(
        required=True, allow_none=True, attribute=_of("reply_due_at")
    )
    finished_at = ma.fields.AwareDateTime(
        required=True, allow_none=True, attribute=_of("finished_at")
    )
    reply = ma.fields.Nested(ReplySchema, required=True, allow_none=True)


class SanctionSchema(OwnSanctionSchema):
    """What the operator's staff sees."""

    organisation_id = ma.fields.UUID(required=True, attribute=_of("organisation_id"))
    organisation = Text(
        required=True,
        attribute="organisation.name",
        metadata={"example": "Pintar Belajar"},
    )
    evidence = ma.fields.List(Text(), required=True, attribute=_of("evidence"))
    ladder_version = WholeNumber(
        required=True,
        attribute=_of("ladder_version"),
        metadata={"description": "The version of the ladder by which it was decided."},
    )
    proposed_at = ma.fields.AwareDateTime(required=True, attribute=_of("proposed_at"))
    confirmed_at = ma.fields.AwareDateTime(
        required=True, allow_none=True, attribute=_of("confirmed_at")
    )
    open_change = ma.fields.Nested(
        SanctionChangeSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What waits for a second person."},
    )


SanctionPageSchema = page_schema(SanctionSchema, "SanctionPage")
OwnSanctionPageSchema = page_schema(OwnSanctionSchema, "OwnSanctionPage")


class StepSchema(Schema):
    severity = Text(required=True, validate=SEVERITY)
    reply_days = WholeNumber(required=True)
    usual_days = WholeNumber(required=True, allow_none=True)
    longest_days = WholeNumber(required=True, allow_none=True)
    emergency = Flag(required=True)
    after_reply = Flag(
        required=True,
        metadata={"description": "It begins when the time to reply is over."},
    )


class RungSchema(Schema):
    scope = Text(required=True, validate=SCOPE)
    severity = Text(required=True, validate=SEVERITY)
    stops = ma.fields.List(Text(), required=True)


class ReasonSchema(Schema):
    code = Text(required=True, metadata={"example": "price_above_list"})
    text = Text(required=True)
    legal_ground = Text(required=True)


class LadderSchema(Schema):
    """What can be decided: how severe, about what, for which reasons."""

    version = WholeNumber(required=True)
    emergency_hours = WholeNumber(required=True)
    steps = ma.fields.List(ma.fields.Nested(StepSchema), required=True)
    rungs = ma.fields.List(ma.fields.Nested(RungSchema), required=True)
    reasons = ma.fields.List(ma.fields.Nested(ReasonSchema), required=True)
