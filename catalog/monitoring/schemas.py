"""The wire of visits and findings, for those who go there and those who are visited."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Regexp

from catalog.authoring.schemas import CourseContentSchema
from catalog.courses.models import Mode
from catalog.monitoring.models import (
    FindingState,
    Kind,
    Severity,
    VisitState,
)
from catalog.monitoring.rules import Answer
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

LONG = Length(min=1, max=4_000)
NOTE = Length(max=2_000)
CODE = Regexp(
    r"^[a-z][a-z0-9_]{0,63}\Z", error="Write a code: small letters, digits and _."
)
CHECK = {"description": "A code of the visit's checks.", "example": "syllabus"}


class VisitFileSchema(Schema):
    """A file that shows something."""

    id = ma.fields.UUID(required=True)
    check = Text(required=True, metadata=CHECK)
    name = Text(required=True, metadata={"example": "ruang-kelas.jpg"})
    media_type = Text(required=True, metadata={"example": "image/jpeg"})
    size = WholeNumber(required=True)
    sha256 = Text(
        required=True,
        metadata={"description": "Of what is kept: a picture is encoded anew."},
    )
    received_sha256 = Text(required=True, metadata={"description": "Of what you sent."})
    uploaded_at = ma.fields.AwareDateTime(required=True)


class VisitFileQuerySchema(Schema):
    """What the file in the body shows."""

    check = Text(required=True, validate=CODE, metadata=CHECK)
    name = Text(load_default="file", validate=Length(max=300))


class AnswerFileQuerySchema(Schema):
    """What the file in the body is called."""

    name = Text(load_default="file", validate=Length(max=300))


class EvidenceLinkSchema(Schema):
    """Something that is elsewhere, and what it showed when it was looked at."""

    url = Text(
        required=True,
        validate=[
            Regexp(
                r"^https://[^\s]+\Z",
                error="Write an address that begins with https://.",
            ),
            Length(max=2_000),
        ],
        metadata={"example": "https://lembaga.example/kelas/1"},
    )
    sha256 = Text(
        required=True,
        validate=Regexp(
            r"^[0-9a-f]{64}\Z", error="Write 64 digits of hex, a SHA-256 sum."
        ),
        metadata={
            "description": "Of its content, in hexadecimal.",
            "example": "0" * 64,
        },
    )


class VisitFindingSchema(Schema):
    """What is not as it should be."""

    check = Text(required=True, validate=CODE, metadata=CHECK)
    severity = Text(required=True, validate=OneOf([*Severity]))
    words = Text(
        required=True, validate=LONG, metadata={"example": "Session 3 was left out."}
    )
    links = ma.fields.List(
        ma.fields.Nested(EvidenceLinkSchema),
        load_default=list,
        validate=Length(max=10),
    )


class VisitAnswerSchema(Schema):
    """The answer to a check."""

    check = Text(required=True, validate=CODE, metadata=CHECK)
    answer = Text(required=True, validate=OneOf([*Answer]))
    note = Text(load_default="", validate=NOTE)


class VisitReportRequestSchema(Schema):
    """What you saw: each check answered once, a finding for each `no`."""

    answers = ma.fields.List(
        ma.fields.Nested(VisitAnswerSchema), required=True, validate=Length(max=100)
    )
    findings = ma.fields.List(
        ma.fields.Nested(VisitFindingSchema),
        load_default=list,
        validate=Length(max=100),
    )
    remarks = Text(load_default="", validate=Length(max=4_000))


class VisitDraftLineSchema(Schema):
    """What is filled in for a check so far."""

    check = Text(required=True, validate=CODE, metadata=CHECK)
    answer = Text(load_default=None, allow_none=True, validate=OneOf([*Answer]))
    note = Text(
        load_default="",
        validate=NOTE,
        metadata={"description": "What you saw; after a `no`, the finding's words."},
    )
    severity = Text(
        load_default=None,
        allow_none=True,
        validate=OneOf([*Severity]),
        metadata={"description": "Of a `no`; null for the usual one of the check."},
    )
    link = Text(
        load_default="",
        validate=NOTE,
        metadata={"description": "A link that shows it, with `sha256` of its content."},
    )
    sha256 = Text(load_default="", validate=Length(max=64))


class VisitDraftRequestSchema(Schema):
    """A report as far as you have come. It replaces what was kept before."""

    checks = ma.fields.List(
        ma.fields.Nested(VisitDraftLineSchema),
        load_default=list,
        validate=Length(max=100),
    )
    remarks = Text(load_default="", validate=NOTE)


class VisitDraftSchema(Schema):
    """What you have filled in of your report; nobody else reads it."""

    version = WholeNumber(
        required=True, metadata={"description": "0 where nothing is kept."}
    )
    saved_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    checks = ma.fields.List(
        ma.fields.Nested(VisitDraftLineSchema),
        required=True,
        metadata={"description": "Each check of the visit."},
    )
    remarks = Text(required=True)


class VisitDeclineSchema(Schema):
    """Why you leave it to somebody else."""

    reason = Text(
        required=True, validate=LONG, metadata={"example": "Nobody can go there."}
    )


class VisitCheckSchema(Schema):
    """One thing to look at."""

    code = Text(required=True, metadata=CHECK)
    text = Text(required=True)
    severity = Text(
        required=True,
        validate=OneOf([*Severity]),
        metadata={"description": "How bad it usually is where it is not so."},
    )
    source = Text(required=True, metadata={"description": "Where it comes from."})


class VisitLineSchema(Schema):
    """A visit in a list."""

    id = ma.fields.UUID(required=True)
    kind = Text(required=True, validate=OneOf([*Kind]))
    course_id = ma.fields.UUID(required=True)
    title = Text(required=True)
    state = Text(required=True, validate=OneOf([*VisitState]))
    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until when the next step is wanted."},
    )
    closed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    cause = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Why it was missed or called off."},
    )


class VisitSchema(VisitLineSchema):
    """A visit for those who go there."""

    mode = Text(required=True, validate=OneOf([*Mode]))
    provider_name = Text(required=True)
    sequence = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "The session; 0 where the run has no list of them."},
    )
    place = Text(required=True, allow_none=True)
    district_code = Text(required=True, allow_none=True)
    link = Text(required=True, allow_none=True)
    seats_taken = WholeNumber(required=True, allow_none=True)
    promised = ma.fields.Nested(
        CourseContentSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What the course says to everybody."},
    )
    checks = ma.fields.List(ma.fields.Nested(VisitCheckSchema), required=True)
    files = ma.fields.List(ma.fields.Nested(VisitFileSchema), required=True)
    answers = ma.fields.List(
        ma.fields.Nested(VisitAnswerSchema), required=True, allow_none=True
    )
    remarks = Text(required=True, allow_none=True)
    findings = ma.fields.List(ma.fields.Nested(VisitFindingSchema), required=True)


class VisitQuerySchema(PageArgumentsSchema):
    """Which visits."""

    state = Text(load_default=None, validate=OneOf([*VisitState]))


class CourseFindingLineSchema(VisitFindingSchema):
    """A finding in a list."""

    id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    title = Text(required=True)
    check_text = Text(required=True, metadata={"description": "The rule."})
    state = Text(required=True, validate=OneOf([*FindingState]))
    found_at = ma.fields.AwareDateTime(required=True)
    answer_until = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    appealed = Flag(required=True, metadata={"description": "An appeal waits."})
    final_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    points = WholeNumber(
        required=True, metadata={"description": "What it weighs once it is final."}
    )


class CourseFindingSchema(CourseFindingLineSchema):
    """A finding with its evidence, its answer and its decision."""

    kind = Text(required=True, validate=OneOf([*Kind]))
    visited_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    note = Text(required=True)
    files = ma.fields.List(ma.fields.Nested(VisitFileSchema), required=True)
    answer = Text(required=True, allow_none=True)
    is_mended = Flag(required=True, allow_none=True)
    answered_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    answer_files = ma.fields.List(ma.fields.Nested(VisitFileSchema), required=True)
    decision = Text(required=True, allow_none=True)
    appeal_until = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null where nobody can appeal."},
    )
    appeal = Text(required=True, allow_none=True)
    appeal_decision = Text(required=True, allow_none=True)
    effect = Text(
        required=True,
        allow_none=True,
        validate=OneOf(["warning", "no_new_starts", "none"]),
        metadata={"description": "What followed: `none` where nothing could."},
    )


class CourseFindingQuerySchema(PageArgumentsSchema):
    """Which findings."""

    state = Text(load_default=None, validate=OneOf([*FindingState]))


class CourseFindingAnswerSchema(Schema):
    """What happened, and whether it is mended."""

    words = Text(
        required=True, validate=LONG, metadata={"example": "We teach it next week."}
    )
    is_mended = Flag(required=True)


class CourseFindingAppealSchema(Schema):
    """Why the decision is wrong."""

    reason = Text(
        required=True, validate=LONG, metadata={"example": "The film shows it."}
    )


VisitPageSchema = page_schema(VisitLineSchema, "VisitPage")
CourseFindingPageSchema = page_schema(CourseFindingLineSchema, "CourseFindingPage")
