"""The register on the wire. Names and numbers are masked in every answer."""

from datetime import date
from enum import StrEnum

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.conflicts.models import (
    DisputeOutcome,
    Purpose,
    ReviewRole,
    ReviewTask,
    Source,
    TieKind,
    WaiverState,
)

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
LONG = Length(min=1, max=2000)


def _one(kind: type[StrEnum]) -> OneOf:
    return OneOf([str(each) for each in kind])


def sensible_day(day: date) -> None:
    """A day of somebody alive, or one within foresight."""
    if not EARLIEST <= day <= LATEST:
        raise ma.ValidationError(f"Must be between {EARLIEST} and {LATEST}.")


class OwnTieRequestSchema(Schema):
    """A tie of one's own organisation. What it needs depends on its kind."""

    kind = Text(required=True, validate=_one(TieKind), metadata={"example": "officer"})
    is_person = Flag(
        load_default=False,
        metadata={
            "description": "An owner or parent may be a person or a company.",
            "example": True,
        },
    )
    name = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=200),
        metadata={"example": "Budi Santoso"},
    )
    number = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=60),
        metadata={
            "description": "A person's NIK, a company's registration, an account.",
            "example": None,
        },
    )
    birth_date = ma.fields.Date(
        load_default=None,
        allow_none=True,
        validate=sensible_day,
        metadata={"description": "Of a person without a NIK.", "example": "1980-05-17"},
    )
    label = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=255),
        metadata={
            "description": "The bank, the domain, or an officer's position.",
            "example": "Director",
        },
    )
    organisation = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=100),
        metadata={
            "description": "Code of an owner or parent that is in the programme.",
            "example": None,
        },
    )
    share_bps = WholeNumber(
        load_default=None,
        allow_none=True,
        maximum=10_000,
        metadata={
            "description": "An owner's share in basis points (2500 is 25 %).",
            "example": None,
        },
    )


class TieRequestSchema(OwnTieRequestSchema):
    """A tie that the operator knows of."""

    organisation_id = ma.fields.UUID(required=True)
    source = Text(
        required=True,
        validate=LONG,
        metadata={
            "description": "From where it is known.",
            "example": "Company register, extract of 2026-02-20",
        },
    )


class DisputeRequestSchema(Schema):
    text = Text(required=True, validate=LONG, metadata={"example": "She left in May."})


class RegisterDisputeSchema(Schema):
    text = Text(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)


def _of(name: str) -> str:
    return f"tie.{name}"


class RegisterTieSchema(Schema):
    """A tie as its organisation sees it."""

    id = ma.fields.UUID(required=True, attribute=_of("id"))
    kind = Text(required=True, validate=_one(TieKind), attribute=_of("kind"))
    is_person = Flag(required=True, attribute=_of("is_person"))
    name = Text(
        required=True,
        allow_none=True,
        attribute="name_masked",
        metadata={"description": "Masked.", "example": "B••• S••••••"},
    )
    number = Text(
        required=True,
        allow_none=True,
        attribute="number_masked",
        metadata={"description": "Masked.", "example": "••••••••••••0001"},
    )
    label = Text(required=True, allow_none=True, attribute=_of("label"))
    organisation = Text(
        required=True,
        allow_none=True,
        attribute="other.code",
        dump_default=None,
        metadata={"description": "Code of the owner or parent, if it is a partner."},
    )
    share_bps = WholeNumber(
        required=True, allow_none=True, maximum=10_000, attribute=_of("share_bps")
    )
    binds = Flag(
        required=True,
        attribute=_of("binds"),
        metadata={"description": "Whether it makes one group."},
    )
    source = Text(required=True, validate=_one(Source), attribute=_of("source"))
    added_at = ma.fields.AwareDateTime(required=True, attribute=_of("added_at"))
    dispute = ma.fields.Nested(
        RegisterDisputeSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The one that waits for the operator."},
    )


class OperatorTieSchema(RegisterTieSchema):
    organisation_id = ma.fields.UUID(required=True, attribute=_of("organisation_id"))
    note = Text(
        required=True,
        allow_none=True,
        attribute=_of("note"),
        metadata={"description": "From where the operator knows it."},
    )


class TieQuerySchema(PageArgumentsSchema):
    organisation_id = ma.fields.UUID(load_default=None)


class TieEndSchema(Schema):
    reason = Text(required=True, validate=LONG, metadata={"example": "Sold in May."})


class DisputeAnswerSchema(Schema):
    outcome = Text(
        required=True,
        validate=_one(DisputeOutcome),
        metadata={
            "description": "`accepted` ends the tie.",
            "example": "rejected",
        },
    )
    text = Text(required=True, validate=LONG, metadata={"example": "Still listed."})


RegisterTiePageSchema = page_schema(RegisterTieSchema, "RegisterTiePage")
OperatorTiePageSchema = page_schema(OperatorTieSchema, "OperatorTiePage")


class DeclarationSchema(Schema):
    declared_at = ma.fields.AwareDateTime(required=True)
    due_on = ma.fields.Date(
        required=True, metadata={"description": "When the next one is due."}
    )
    ties = WholeNumber(
        required=True, metadata={"description": "How many ties it declared complete."}
    )


class ConflictQuestionSchema(Schema):
    """May these two do this with each other?"""

    purpose = Text(
        required=True,
        validate=OneOf([str(Purpose.SALE), str(Purpose.ASSESSMENT)]),
        metadata={"example": "assessment"},
    )
    organisation_id = ma.fields.UUID(required=True)
    other_organisation_id = ma.fields.UUID(required=True)


class ConflictAnswerSchema(Schema):
    refused = Flag(required=True)
    waived = Flag(
        required=True, metadata={"description": "Two people made an exception."}
    )
    tie = Text(
        required=True,
        allow_none=True,
        metadata={"example": "A owns 30 % of B."},
    )


class GroupMemberSchema(Schema):
    organisation_id = ma.fields.UUID(required=True, attribute="organisation.id")
    code = Text(required=True, attribute="organisation.code")
    name = Text(required=True, attribute="organisation.name")
    way = Text(
        required=True,
        metadata={"description": "How it is tied.", "example": "A owns 30 % of B."},
    )


class ConflictGroupSchema(Schema):
    members = ma.fields.List(ma.fields.Nested(GroupMemberSchema), required=True)


class WaiverRequestSchema(Schema):
    """An exception: for two organisations, or (for a decision) for a member of the
    operator's staff and an organisation."""

    purpose = Text(required=True, validate=_one(Purpose), metadata={"example": "sale"})
    organisation_id = ma.fields.UUID(required=True)
    other_organisation_id = ma.fields.UUID(load_default=None, allow_none=True)
    account_id = ma.fields.UUID(
        load_default=None, allow_none=True, metadata={"example": None}
    )
    reason = Text(
        required=True,
        validate=LONG,
        metadata={"example": "No other platform reaches the region."},
    )
    ends_on = ma.fields.Date(required=True, validate=sensible_day)


class WaiverDecisionSchema(Schema):
    agrees = Flag(required=True, metadata={"example": True})


class WaiverQuerySchema(PageArgumentsSchema):
    organisation_id = ma.fields.UUID(load_default=None)
    state = Text(load_default=None, validate=_one(WaiverState))


class WaiverSchema(Schema):
    id = ma.fields.UUID(required=True)
    purpose = Text(required=True, validate=_one(Purpose))
    organisation_id = ma.fields.UUID(required=True)
    other_organisation_id = ma.fields.UUID(required=True, allow_none=True)
    account_id = ma.fields.UUID(required=True, allow_none=True)
    reason = Text(required=True)
    state = Text(required=True, validate=_one(WaiverState))
    proposed_at = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    finished_at = ma.fields.AwareDateTime(required=True, allow_none=True)


WaiverPageSchema = page_schema(WaiverSchema, "WaiverPage")


class AssignmentRequestSchema(Schema):
    """An assessor or monitor is to look at a partner."""

    subject_id = ma.fields.UUID(
        required=True, metadata={"description": "The partner to look at."}
    )
    reviewer_id = ma.fields.UUID(
        required=True, metadata={"description": "The assessor or monitor."}
    )
    role = Text(
        required=True, validate=_one(ReviewRole), metadata={"example": "assessor"}
    )
    task = Text(
        required=True,
        validate=_one(ReviewTask),
        metadata={"example": "onsite_verification"},
    )


class AssignmentQuerySchema(PageArgumentsSchema):
    subject_id = ma.fields.UUID(load_default=None)


class AssignmentSchema(Schema):
    id = ma.fields.UUID(required=True)
    subject_id = ma.fields.UUID(required=True)
    reviewer_id = ma.fields.UUID(required=True)
    role = Text(required=True, validate=_one(ReviewRole))
    task = Text(required=True, validate=_one(ReviewTask))
    assigned_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    end_reason = Text(required=True, allow_none=True)


AssignmentPageSchema = page_schema(AssignmentSchema, "AssignmentPage")


class StaffInterestRequestSchema(Schema):
    organisation_id = ma.fields.UUID(required=True)
    note = Text(
        required=True, validate=LONG, metadata={"example": "My brother teaches there."}
    )


class StaffInterestSchema(Schema):
    organisation_id = ma.fields.UUID(required=True)
    note = Text(required=True)
    declared_at = ma.fields.AwareDateTime(required=True)


class StaffIdentityRequestSchema(Schema):
    """By what the register recognises you; only keyed hashes are kept."""

    birth_date = ma.fields.Date(
        load_default=None,
        allow_none=True,
        validate=sensible_day,
        metadata={"example": "1980-05-17"},
    )
    national_id = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=16, max=40),
        metadata={"description": "Your NIK.", "example": None},
    )


class StaffIdentitySchema(Schema):
    keys = WholeNumber(required=True, metadata={"description": "How many were kept."})
