"""The wire of drafts and revisions.

Every field of a content may be left out: a draft is saved half finished, and the
checker says what is missing.
"""

from typing import Any

import marshmallow as ma
from marshmallow.validate import URL, Length, OneOf, Regexp

from catalog.authoring.content import Access, Activity, Education, Evaluation, Level
from catalog.authoring.models import DraftState
from catalog.courses.models import CourseStatus, Mode
from catalog.taxonomies.schemas import TitledCodeSchema
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

_UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"
_LINE = Length(max=300)
_WORDS = Length(max=10_000)


class LocalTextSchema(Schema):
    """A text in the languages of the platform."""

    id = Text(validate=_WORDS, allow_none=True, metadata={"example": "Membuat kue"})
    en = Text(validate=_WORDS, allow_none=True, metadata={"example": "Baking cakes"})


class LocalLineSchema(Schema):
    """A line in the languages of the platform."""

    id = Text(validate=_LINE, metadata={"example": "Menakar bahan dengan tepat"})
    en = Text(validate=_LINE, metadata={"example": "Weigh the ingredients exactly"})


class SessionPartSchema(Schema):
    """A part of a session, with as much of it as is known."""

    title = ma.fields.Nested(LocalLineSchema)
    activity = Text(required=True, validate=OneOf([*Activity]))
    minutes = WholeNumber(minimum=1, maximum=1_440, metadata={"example": 45})


class SyllabusSessionSchema(Schema):
    """A session of the course, with as much of it as is known."""

    title = ma.fields.Nested(LocalLineSchema)
    parts = ma.fields.List(ma.fields.Nested(SessionPartSchema), validate=Length(max=30))


class MediumSchema(Schema):
    """A picture or film about the course, at an address of the institution."""

    kind = Text(required=True, validate=OneOf(["image", "video"]))
    url = Text(
        required=True,
        validate=[URL(schemes={"https"}, require_tld=True), Length(max=500)],
        metadata={"example": "https://media.example.org/kue.jpg", "format": "uri"},
    )
    alt = ma.fields.Nested(
        LocalLineSchema,
        required=True,
        metadata={"description": "What it shows, for those who do not see it."},
    )


def _list(of: ma.fields.Field[Any], most: int, **more: Any) -> Any:
    return ma.fields.List(of, validate=Length(max=most), allow_none=True, **more)


class CourseContentSchema(Schema):
    """What a course says of itself."""

    title = ma.fields.Nested(LocalTextSchema, allow_none=True)
    summary = ma.fields.Nested(LocalTextSchema, allow_none=True)
    description = ma.fields.Nested(LocalTextSchema, allow_none=True)
    category = Text(
        allow_none=True,
        validate=Regexp(
            r"^[a-z0-9][a-z0-9-]{0,99}\Z",
            error="Write a category's code, as in /v1/course-categories.",
        ),
        metadata={"description": "A category's code.", "example": "gaya-hidup"},
    )
    mode = Text(allow_none=True, validate=OneOf([*Mode]))
    languages = _list(
        Text(
            validate=Regexp(
                r"^[a-z]{2,3}(-[A-Z]{2})?\Z",
                error="Write a language by its tag (BCP 47), such as id or en.",
            )
        ),
        5,
        metadata={"description": "Spoken in it (BCP 47).", "example": ["id"]},
    )
    level = Text(allow_none=True, validate=OneOf([*Level]))
    list_price = AmountField(
        allow_none=True,
        metadata={"description": "What you ask, after your discount; 0 is free."},
    )
    discount_bps = WholeNumber(
        allow_none=True,
        maximum=10_000,
        metadata={"description": "Discount in basis points.", "example": 2500},
    )
    duration_minutes = WholeNumber(
        allow_none=True,
        minimum=1,
        maximum=60_000,
        metadata={
            "description": "How long it is said to take; the syllabus tells what of.",
            "example": 900,
        },
    )
    syllabus = _list(
        ma.fields.Nested(SyllabusSessionSchema),
        10,
        metadata={"description": "The sessions in their order, 10 at most."},
    )
    outcomes = _list(ma.fields.Nested(LocalLineSchema), 50)
    skills = _list(
        Text(
            validate=Regexp(
                r"^http://data\.europa\.eu/esco/skill/[A-Za-z0-9.-]{1,60}\Z",
                error="Write a skill by its URI, as in /v1/skills.",
            )
        ),
        50,
        metadata={"description": "ESCO skills by their URI, as in `/v1/skills`."},
    )
    occupations = _list(
        Text(
            validate=Regexp(
                r"^[0-9]{4}\Z",
                error="Write an ISCO-08 unit group: four digits, such as 7512.",
            )
        ),
        20,
        metadata={
            "description": "ISCO-08 unit groups, as in `/v1/occupations`.",
            "example": ["7512"],
        },
    )
    competence_units = _list(
        Text(
            validate=Regexp(
                r"^[A-Z0-9][A-Za-z0-9.-]{3,40}\Z",
                error="Write a unit's code, such as A.01TPG01.001.1.",
            )
        ),
        30,
        metadata={
            "description": "SKKNI units, as in `/v1/competence-units`.",
            "example": ["A.01TPG01.001.1"],
        },
    )
    evaluation = _list(
        Text(validate=OneOf([*Evaluation])),
        len(Evaluation),
    )
    pass_mark = WholeNumber(allow_none=True, maximum=100, metadata={"example": 70})
    minimum_age = WholeNumber(allow_none=True, maximum=120, metadata={"example": 18})
    maximum_age = WholeNumber(allow_none=True, maximum=120, metadata={"example": 64})
    minimum_education = Text(allow_none=True, validate=OneOf([*Education]))
    trainers = _list(
        Text(validate=Regexp(_UUID, error="Write the id of a trainer.")),
        30,
        metadata={"description": "From your trainers, by id."},
    )
    equipment = _list(ma.fields.Nested(LocalLineSchema), 50)
    access = _list(Text(validate=OneOf([*Access])), len(Access))
    childcare = Flag(
        allow_none=True, metadata={"description": "Children are looked after."}
    )
    evening = Flag(allow_none=True, metadata={"description": "After working hours."})
    media = _list(ma.fields.Nested(MediumSchema), 20)
    market_need = ma.fields.Nested(
        LocalTextSchema,
        allow_none=True,
        metadata={"description": "Why employers ask for it; for the assessors."},
    )


class SuggestionSchema(Schema):
    """What may have been meant."""

    value = Text(required=True, metadata={"example": "2512"})
    title = Text(required=True, metadata={"example": "Software developers"})


class LackSchema(Schema):
    """Something that is missing or not as the standard asks."""

    place = Text(required=True, metadata={"example": "/summary/en"})
    code = Text(required=True, metadata={"example": "too-short"})
    message = Text(required=True)
    source = Text(required=True, metadata={"description": "Where the rule is from."})
    suggestions = ma.fields.List(
        ma.fields.Nested(SuggestionSchema),
        required=True,
        metadata={"description": "For a code that does not exist, the nearest ones."},
    )


class CheckSchema(Schema):
    """What keeps a draft from being submitted."""

    standards_version = WholeNumber(required=True, metadata={"example": 1})
    complete = Flag(required=True)
    missing = ma.fields.List(ma.fields.Nested(LackSchema), required=True)
    warnings = ma.fields.List(
        ma.fields.Nested(LackSchema),
        required=True,
        metadata={"description": "To be looked at; it can be submitted all the same."},
    )


class CourseAuthoredSchema(Schema):
    """A course of yours and its draft."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True)
    status = Text(required=True, validate=OneOf([*CourseStatus]))
    state = Text(required=True, validate=OneOf([*DraftState]))
    version = WholeNumber(required=True, minimum=1)
    published_revision = WholeNumber(required=True, allow_none=True)
    content = ma.fields.Nested(CourseContentSchema, required=True)
    titles = ma.fields.List(
        ma.fields.Nested(TitledCodeSchema),
        required=True,
        metadata={"description": "What the codes in `content` stand for."},
    )
    changed_at = ma.fields.AwareDateTime(required=True)
    submitted_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    check = ma.fields.Nested(CheckSchema, required=True)


class SubmissionSchema(Schema):
    """Who is to check the course first."""

    platform_id = ma.fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "A digital platform that is to sell it. Needed the first"
            " time; later the one that was named before is taken.",
        },
    )


class RetirementRequestSchema(Schema):
    """Why a course is given up."""

    cause = Text(
        load_default="",
        validate=Length(max=500),
        metadata={
            "description": "In your words, for your own people; may be left out.",
            "example": "We teach this in another course now.",
        },
    )


class RetirementSchema(Schema):
    """That a course of yours was given up."""

    course_id = ma.fields.UUID(required=True)
    of_status = Text(
        required=True,
        validate=OneOf([*CourseStatus]),
        metadata={"description": "What it was until then; `draft`: it is discarded."},
    )
    cause = Text(required=True)
    retired_at = ma.fields.AwareDateTime(required=True)


class OwnCourseSchema(Schema):
    """A course of yours, in a list."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True)
    title = Text(required=True)
    status = Text(required=True, validate=OneOf([*CourseStatus]))
    state = Text(
        required=True,
        allow_none=True,
        validate=OneOf([*DraftState]),
        metadata={"description": "Of its draft; null where nobody ever edited it."},
    )
    published_revision = WholeNumber(required=True, allow_none=True)
    updated_at = ma.fields.AwareDateTime(required=True)


class OwnCourseQuerySchema(PageArgumentsSchema):
    """Which of your courses."""

    state = Text(load_default=None, validate=OneOf([*DraftState]))
    status = Text(
        load_default=None,
        validate=OneOf([*CourseStatus]),
        metadata={"description": "Left out: all but those that are `retired`."},
    )


class RevisionLineSchema(Schema):
    """A revision, in a list."""

    number = WholeNumber(required=True, minimum=1)
    published_at = ma.fields.AwareDateTime(required=True)


class RevisionSchema(RevisionLineSchema):
    """What was published."""

    content = ma.fields.Nested(CourseContentSchema, required=True)


class PublicContentSchema(CourseContentSchema):
    """What a course says of itself to everybody."""

    class Meta(Schema.Meta):
        exclude = ("market_need", "trainers")


class PublicContentQuerySchema(Schema):
    """As it is now, or as somebody bought it."""

    revision = QueryNumber(
        load_default=None,
        minimum=1,
        metadata={"description": "An order's `course_revision`; left out: the latest."},
    )


class PublishedContentSchema(Schema):
    """A published revision of a course."""

    course_id = ma.fields.UUID(required=True)
    revision = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "Null while the course was never numbered."},
    )
    current = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "The latest one's number."},
    )
    published_at = ma.fields.AwareDateTime(required=True)
    content = ma.fields.Nested(PublicContentSchema, required=True)


class DifferenceSchema(Schema):
    """A place in which two revisions differ."""

    place = Text(required=True, metadata={"example": "/title/en"})
    before = ma.fields.Raw(required=True, allow_none=True)
    after = ma.fields.Raw(required=True, allow_none=True)


class DifferenceQuerySchema(Schema):
    """With what to compare."""

    against = QueryNumber(
        required=True, minimum=1, metadata={"description": "The earlier revision."}
    )


class DifferencesSchema(Schema):
    """What changed from one revision to another."""

    items = ma.fields.List(ma.fields.Nested(DifferenceSchema), required=True)


OwnCoursePageSchema = page_schema(OwnCourseSchema, "OwnCoursePage")
RevisionPageSchema = page_schema(RevisionLineSchema, "CourseRevisionPage")
