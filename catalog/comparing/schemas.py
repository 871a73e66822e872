"""The wire of comparisons."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from catalog.comparing.rules import FEWEST, FIELDS, MOST
from catalog.courses.models import Access, Level, Mode
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber


class ComparisonQuerySchema(Schema):
    """Which courses."""

    course = ma.fields.List(
        ma.fields.UUID(),
        required=True,
        validate=Length(min=FEWEST, max=MOST),
        metadata={"description": "Ids of courses; the order of the answer."},
    )


class ComparedCourseSchema(Schema):
    """A course with what is compared."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True)
    title = Text(required=True)
    institution_name = Text(required=True)
    category_title = Text(required=True)
    mode = Text(required=True, validate=OneOf([*Mode]))
    level = Text(required=True, allow_none=True, validate=OneOf([*Level]))
    languages = ma.fields.List(Text(), required=True)
    sessions = WholeNumber(required=True)
    evening = Flag(required=True)
    childcare = Flag(required=True)
    access = ma.fields.List(Text(validate=OneOf([*Access])), required=True)
    list_price = AmountField(required=True)
    lowest_price = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "On a platform; null where none sells it."},
    )
    platforms = WholeNumber(
        required=True, metadata={"description": "How many platforms sell it."}
    )
    next_start = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Of the next class that can be bought."},
    )
    seats_left = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "In that class; 0 where all classes are full."},
    )
    district = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Where that class is held."},
    )
    reviews = WholeNumber(required=True)
    stars_average = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "In hundredths of a star.", "example": 455},
    )
    quality = WholeNumber(
        required=True,
        allow_none=True,
        maximum=1_000,
        metadata={"description": "The quality score; null where too little is known."},
    )


class MissingCourseSchema(Schema):
    """A course that cannot be compared."""

    id = ma.fields.UUID(required=True)
    reason = Text(
        required=True,
        validate=OneOf(["ended", "unknown"]),
        metadata={"description": "`ended`: it was on sale and is not now."},
    )
    title = Text(required=True, allow_none=True)


class CourseComparisonSchema(Schema):
    """Courses side by side."""

    courses = ma.fields.List(ma.fields.Nested(ComparedCourseSchema), required=True)
    differences = ma.fields.List(
        Text(validate=OneOf(FIELDS)),
        required=True,
        metadata={"description": "Members in which not all courses are alike."},
    )
    missing = ma.fields.List(ma.fields.Nested(MissingCourseSchema), required=True)
