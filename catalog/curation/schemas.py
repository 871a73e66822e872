"""The wire of curation."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Regexp

from catalog.authoring.schemas import CourseContentSchema
from catalog.curation.layers import Judge
from catalog.curation.models import CaseState, Panel, TaskState, Verdict
from catalog.curation.rules import MOST_CHANGES
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

LONG = Length(min=1, max=4_000)
CODE = Regexp(
    r"^[a-z0-9][a-z0-9-]{0,63}\Z",
    error="Use small letters, digits and hyphens, 64 at most.",
)
CAP = {
    "description": "The most that a course of its category may cost now; null without a"
    " bound, and for those who are not to know prices."
}
PLACE = [
    Regexp(
        r"^(/([^/~]|~[01])+)+\Z",
        error="Write a place in the course as a JSON Pointer, such as /title/en.",
    ),
    Length(max=200),
]


class IndicatorSchema(Schema):
    """One thing to look at."""

    code = Text(required=True, metadata={"example": "interactive"})
    aspect = Text(required=True, metadata={"example": "requirements"})
    text = Text(required=True)
    most = WholeNumber(required=True, minimum=1, metadata={"example": 4})
    least = WholeNumber(
        required=True,
        metadata={"description": "A lower score fails it.", "example": 2},
    )
    mandatory = Flag(
        required=True,
        metadata={"description": "What fails it is not approved."},
    )
    source = Text(required=True, metadata={"description": "Where it comes from."})


class IndicatorScoreSchema(Schema):
    """A score for an indicator."""

    indicator = Text(required=True, validate=CODE, metadata={"example": "interactive"})
    score = WholeNumber(required=True, maximum=100, metadata={"example": 1})
    note = Text(load_default="", validate=Length(max=2_000))


class RequestedChangeSchema(Schema):
    """What has to change before the course can be approved."""

    place = Text(
        required=True,
        validate=PLACE,
        metadata={"description": "A JSON Pointer (RFC 6901).", "example": "/title/en"},
    )
    words = Text(
        required=True, validate=LONG, metadata={"example": "Say what is taught."}
    )


class CourseVerdictRequestSchema(Schema):
    """What you find."""

    verdict = Text(required=True, validate=OneOf([*Verdict]))
    reasons = Text(
        required=True, validate=LONG, metadata={"example": "All is as asked."}
    )
    scores = ma.fields.List(
        ma.fields.Nested(IndicatorScoreSchema), required=True, validate=Length(max=300)
    )
    changes = ma.fields.List(
        ma.fields.Nested(RequestedChangeSchema),
        load_default=list,
        validate=Length(max=MOST_CHANGES),
        metadata={"description": "For the verdict `changes`, at least one."},
    )


class CourseVerdictSchema(Schema):
    """What somebody found."""

    verdict = Text(required=True, validate=OneOf([*Verdict]))
    reasons = Text(required=True)
    scores = ma.fields.List(ma.fields.Nested(IndicatorScoreSchema), required=True)
    changes = ma.fields.List(ma.fields.Nested(RequestedChangeSchema), required=True)


class CourseTaskLineSchema(Schema):
    """A course that an organisation is asked to judge, in a list."""

    id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    title = Text(required=True)
    layer = Text(required=True, metadata={"example": "assessment"})
    panel = Text(required=True, validate=OneOf([*Panel]))
    state = Text(required=True, validate=OneOf([*TaskState]))
    verdict = Text(required=True, allow_none=True, validate=OneOf([*Verdict]))
    assigned_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(required=True)
    closed_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class LookalikeSchema(Schema):
    """A course whose title and summary are much like it."""

    course_id = ma.fields.UUID(required=True)
    provider_id = ma.fields.UUID(required=True)
    provider_name = Text(required=True)
    title = Text(required=True)
    summary = Text(required=True)
    list_price = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "Null for those who are not to know prices."},
    )
    percent = WholeNumber(required=True, maximum=100, metadata={"example": 82})


class PriceFindingSchema(Schema):
    """What speaks against the price."""

    code = Text(
        required=True,
        validate=OneOf(["free-elsewhere", "cheaper-elsewhere", "offered-for-less"]),
    )
    place = Text(required=True, metadata={"example": "/list_price"})
    course_id = ma.fields.UUID(required=True)
    amount = AmountField(required=True)


class TaughtCertificateSchema(Schema):
    """What a trainer may teach, and until when that is good."""

    issuer = Text(required=True, metadata={"example": "LSP Pariwisata"})
    valid_until = ma.fields.Date(required=True)
    skills = ma.fields.List(Text(), required=True)
    competence_units = ma.fields.List(Text(), required=True)


class JudgedTrainerSchema(Schema):
    """Somebody whom the course names."""

    name = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Null where she does not publish it."},
    )
    certificates = ma.fields.List(
        ma.fields.Nested(TaughtCertificateSchema), required=True
    )


class CourseTaskSchema(CourseTaskLineSchema):
    """A course that an organisation is asked to judge."""

    layer_title = Text(required=True)
    is_renewal = Flag(required=True)
    appeal_reason = Text(required=True, allow_none=True)
    blind = ma.fields.List(
        Text(),
        required=True,
        metadata={"description": "Fields of the content that you are not shown."},
    )
    content = ma.fields.Nested(CourseContentSchema, required=True)
    trainers = ma.fields.List(ma.fields.Nested(JudgedTrainerSchema), required=True)
    price_cap = AmountField(required=True, allow_none=True, metadata=CAP)
    rubric = ma.fields.List(ma.fields.Nested(IndicatorSchema), required=True)
    lookalikes = ma.fields.List(ma.fields.Nested(LookalikeSchema), required=True)
    findings = ma.fields.List(ma.fields.Nested(PriceFindingSchema), required=True)
    asked_before = ma.fields.List(
        ma.fields.Nested(RequestedChangeSchema), required=True
    )
    answer = ma.fields.Nested(CourseVerdictSchema, required=True, allow_none=True)


class CourseTaskQuerySchema(PageArgumentsSchema):
    """Which tasks."""

    state = Text(load_default=None, validate=OneOf([*TaskState]))


class CourseTaskDeclineSchema(Schema):
    """Why you leave it to somebody else."""

    reason = Text(
        required=True, validate=LONG, metadata={"example": "We have no time."}
    )


class CourseAppealSchema(Schema):
    """Why the rejection is wrong."""

    reason = Text(
        required=True, validate=LONG, metadata={"example": "The tasks are interactive."}
    )


class AssessmentLayerSchema(Schema):
    """One look at the course."""

    code = Text(required=True, metadata={"example": "assessment"})
    title = Text(required=True)
    state = Text(required=True, validate=OneOf(["passed", "here", "ahead"]))


class FailedIndicatorSchema(Schema):
    """Something that was scored lower than what is asked for."""

    indicator = Text(required=True, metadata={"example": "interactive"})
    text = Text(required=True)
    mandatory = Flag(required=True)
    below = WholeNumber(
        required=True, minimum=1, metadata={"description": "By how many."}
    )
    judged = WholeNumber(
        required=True, minimum=1, metadata={"description": "Of how many."}
    )


class CourseAssessmentSchema(Schema):
    """Where a course of yours is."""

    course_id = ma.fields.UUID(required=True)
    state = Text(required=True, validate=OneOf([*CaseState]))
    layer = Text(required=True, metadata={"example": "assessment"})
    panel = Text(required=True, validate=OneOf([*Panel]))
    waits_for = Text(
        required=True,
        allow_none=True,
        validate=OneOf([*Judge]),
        metadata={"description": "Who judges now; null where it is decided."},
    )
    due_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    layers = ma.fields.List(ma.fields.Nested(AssessmentLayerSchema), required=True)
    submitted_at = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    valid_until = ma.fields.AwareDateTime(required=True, allow_none=True)
    renewable_from = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "From then on it may be submitted unchanged."},
    )
    appeal_until = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null where there is nothing to appeal against."},
    )
    reasons = ma.fields.List(Text(), required=True)
    failed = ma.fields.List(ma.fields.Nested(FailedIndicatorSchema), required=True)
    changes = ma.fields.List(ma.fields.Nested(RequestedChangeSchema), required=True)


class CurationCaseLineSchema(Schema):
    """A submission, in the queue."""

    id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    provider_id = ma.fields.UUID(required=True)
    platform_id = ma.fields.UUID(required=True, allow_none=True)
    title = Text(required=True)
    state = Text(required=True, validate=OneOf([*CaseState]))
    layer = Text(required=True, metadata={"example": "assessment"})
    panel = Text(required=True, validate=OneOf([*Panel]))
    is_renewal = Flag(required=True)
    lacking = WholeNumber(
        required=True,
        metadata={"description": "Seats for which nobody could be found."},
    )
    opened_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    valid_until = ma.fields.AwareDateTime(required=True, allow_none=True)


class OverseenTaskSchema(CourseTaskLineSchema):
    """Who was asked, and what she said."""

    organisation_id = ma.fields.UUID(required=True)
    organisation_name = Text(required=True)
    answer = ma.fields.Nested(CourseVerdictSchema, required=True, allow_none=True)


class AssessorExclusionSchema(Schema):
    """An assessor that could not be drawn."""

    organisation_id = ma.fields.UUID(required=True)
    reason = Text(
        required=True,
        validate=OneOf(["tied", "monitor", "judged"]),
    )


class AssessorDrawSchema(Schema):
    """How assessors were drawn. Whose SHA-256 of `seed:candidate` (the id as text) is
    smallest comes first; `reproduced` says that drawing again comes to the same."""

    id = ma.fields.UUID(required=True)
    layer = Text(required=True, metadata={"example": "assessment"})
    panel = Text(required=True, validate=OneOf([*Panel]))
    seats = WholeNumber(required=True, minimum=1)
    seed = Text(required=True)
    candidates = ma.fields.List(ma.fields.UUID(), required=True)
    excluded = ma.fields.List(ma.fields.Nested(AssessorExclusionSchema), required=True)
    drawn = ma.fields.List(ma.fields.UUID(), required=True)
    drawn_at = ma.fields.AwareDateTime(required=True)
    reproduced = Flag(required=True)


class CurationCaseSchema(CurationCaseLineSchema):
    """A submission with all that happened to it."""

    provider_name = Text(required=True)
    content = ma.fields.Nested(CourseContentSchema, required=True)
    trainers = ma.fields.List(ma.fields.Nested(JudgedTrainerSchema), required=True)
    price_cap = AmountField(required=True, allow_none=True, metadata=CAP)
    standards_version = WholeNumber(required=True, minimum=1)
    layers_version = WholeNumber(required=True, minimum=1)
    findings = ma.fields.List(ma.fields.Nested(PriceFindingSchema), required=True)
    lookalikes = ma.fields.List(ma.fields.Nested(LookalikeSchema), required=True)
    appeal_reason = Text(required=True, allow_none=True)
    tasks = ma.fields.List(ma.fields.Nested(OverseenTaskSchema), required=True)
    draws = ma.fields.List(ma.fields.Nested(AssessorDrawSchema), required=True)


class CurationCaseQuerySchema(PageArgumentsSchema):
    """Which submissions."""

    state = Text(load_default=None, validate=OneOf([*CaseState]))
    due = Text(
        load_default=None,
        validate=OneOf(["late"]),
        metadata={"description": "`late`: those that somebody is late with."},
    )


class PriceCapSchema(Schema):
    """The most that a course in a category may cost."""

    price_cap = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "Null for no bound."},
    )


class CappedCategorySchema(Schema):
    """A category with its bound."""

    code = Text(required=True)
    title_id = Text(required=True)
    title_en = Text(required=True, allow_none=True)
    price_cap = AmountField(required=True, allow_none=True)


CourseTaskPageSchema = page_schema(CourseTaskLineSchema, "CourseAssessmentPage")
CurationCasePageSchema = page_schema(CurationCaseLineSchema, "CurationCasePage")
