"""The wire of trainers."""

import re
from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow.validate import Email, Length, OneOf, Range, Regexp

from catalog.trainers.models import TrainerState
from catalog.trainers.rules import Unfit
from catalog.trainers.services.register import CertificateDraft
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

_NAME = Length(2, 200)
UNIT_FORM = re.compile(r"[A-Z0-9][A-Za-z0-9.-]{3,40}")
_MASKED = "Masked, unless you read the one trainer."


class TrainerCertificateRequestSchema(Schema):
    """A certificate of competence."""

    number = Text(
        required=True, validate=Length(2, 100), metadata={"example": "74909 2411 0001"}
    )
    issuer = Text(
        required=True,
        validate=Length(2, 200),
        metadata={"description": "Who certified it.", "example": "LSP Tata Boga"},
    )
    valid_until = ma.fields.Date(
        required=True,
        validate=Range(date(2000, 1, 1), date(2199, 12, 31)),
        metadata={"description": "The last day on which it is good."},
    )
    skills = ma.fields.List(
        Text(
            validate=Regexp(
                r"^http://data\.europa\.eu/esco/skill/[A-Za-z0-9.-]{1,60}\Z",
                error="Write a skill by its URI, as in /v1/skills.",
            )
        ),
        load_default=[],
        validate=Length(max=50),
        metadata={"description": "That she may teach, as in `/v1/skills`."},
    )
    competence_units = ma.fields.List(
        Text(
            validate=Regexp(
                rf"^{UNIT_FORM.pattern}\Z",
                error="Write a unit's code, such as A.01TPG01.001.1.",
            )
        ),
        load_default=[],
        validate=Length(max=50),
        metadata={
            "description": "SKKNI units that she may teach.",
            "example": ["A.01TPG01.001.1"],
        },
    )

    @ma.post_load
    def _draft(self, data: dict[str, Any], **_: Any) -> CertificateDraft:
        for name in ("skills", "competence_units"):
            data[name] = tuple(data[name])
        return CertificateDraft(**data)


class TrainerChangeSchema(Schema):
    """What of a trainer changes."""

    name = Text(validate=_NAME, metadata={"example": "Ani Lestari"})
    email = Text(
        validate=[Email(), Length(max=254)],
        metadata={"example": "ani@dapur.example", "format": "email"},
    )
    phone = Text(
        allow_none=True,
        validate=Regexp(
            r"^\+?[0-9]{8,15}\Z",
            error="Write 8 to 15 digits, with + before a country's code.",
        ),
        metadata={"example": "+6281234567890"},
    )
    public_name = Text(
        allow_none=True,
        validate=_NAME,
        metadata={
            "description": "What everybody may read on a course's page, with her"
            " consent; null: nothing.",
            "example": "Ani L.",
        },
    )
    certificates = ma.fields.List(
        ma.fields.Nested(TrainerCertificateRequestSchema),
        validate=Length(max=20),
        metadata={"description": "All of them: they replace those there were."},
    )


class TrainerRequestSchema(TrainerChangeSchema):
    """A trainer to register."""

    name = Text(required=True, validate=_NAME, metadata={"example": "Ani Lestari"})
    email = Text(
        required=True,
        validate=[Email(), Length(max=254)],
        metadata={
            "description": "Yours know each trainer by it: it is taken once.",
            "example": "ani@dapur.example",
            "format": "email",
        },
    )


class TrainerCertificateSchema(Schema):
    """A certificate of a trainer."""

    id = ma.fields.UUID(required=True)
    number = Text(required=True, metadata={"description": _MASKED})
    issuer = Text(required=True)
    valid_until = ma.fields.Date(required=True)
    is_good = Flag(required=True, metadata={"description": "Today."})
    skills = ma.fields.List(Text(), required=True)
    competence_units = ma.fields.List(Text(), required=True)


class TrainerSchema(Schema):
    """A trainer of yours."""

    id = ma.fields.UUID(required=True)
    version = WholeNumber(required=True, minimum=1)
    state = Text(required=True, validate=OneOf([*TrainerState]))
    is_masked = Flag(
        required=True,
        metadata={"description": "Name, contact and numbers are masked here."},
    )
    name = Text(required=True, metadata={"description": _MASKED})
    email = Text(required=True, metadata={"description": _MASKED})
    phone = Text(required=True, allow_none=True, metadata={"description": _MASKED})
    public_name = Text(required=True, allow_none=True)
    certificates = ma.fields.List(
        ma.fields.Nested(TrainerCertificateSchema), required=True
    )
    created_at = ma.fields.AwareDateTime(required=True)
    changed_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    end_reason = Text(required=True, allow_none=True)


class TrainersQuerySchema(PageArgumentsSchema):
    """Which of your trainers."""

    state = Text(load_default=None, validate=OneOf([*TrainerState]))


class EndingSchema(Schema):
    """Why somebody does not teach for you any more."""

    reason = Text(
        required=True, validate=Length(3, 300), metadata={"example": "She moved."}
    )


class TrainerFindingSchema(Schema):
    """Where somebody is named who may not teach."""

    trainer_id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    course_title = Text(required=True)
    schedule_id = ma.fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null: the course itself names her."},
    )
    starts_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    cause = Text(required=True, validate=OneOf([Unfit.ENDED, Unfit.UNCERTIFIED]))


TrainerPageSchema = page_schema(TrainerSchema, "TrainerPage")
TrainerFindingPageSchema = page_schema(TrainerFindingSchema, "TrainerFindingPage")
