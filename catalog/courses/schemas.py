"""The wire of the catalogue."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from catalog.courses.models import Mode
from openapi.fields import MAX_AMOUNT, AmountField, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

_CODE = Length(min=1, max=100)


class CourseSearchSchema(PageArgumentsSchema):
    """What to look for."""

    query = Text(
        load_default=None,
        validate=Length(max=200),
        metadata={
            "description": "Words to look for, best matches first; small mistakes of"
            " typing are forgiven. Without it courses come by title.",
            "example": "membuat kue",
        },
    )
    category = Text(
        load_default=None,
        validate=_CODE,
        metadata={"description": "A category's code.", "example": "gaya-hidup"},
    )
    mode = Text(load_default=None, validate=OneOf([mode.value for mode in Mode]))
    max_price = QueryNumber(
        load_default=None,
        maximum=MAX_AMOUNT,
        metadata={
            "description": "Only courses that a platform sells at this price or less;"
            " whole rupiah.",
            "example": 300000,
        },
    )
    platform = Text(
        load_default=None,
        validate=_CODE,
        metadata={"description": "A platform's code.", "example": "pintar"},
    )


class ListedCourseSchema(Schema):
    """A course in a list."""

    id = ma.fields.UUID(required=True)
    code = Text(
        required=True,
        metadata={
            "description": "A readable handle that never changes.",
            "example": "belajar-menjadi-penyanyi-0a1b2c3d4e",
        },
    )
    title = Text(required=True, metadata={"example": "Membuat Kue untuk Pemula"})
    category = Text(required=True, metadata={"example": "makanan-dan-minuman"})
    category_title = Text(required=True, metadata={"example": "Makanan dan Minuman"})
    institution = Text(
        required=True, metadata={"description": "Its code.", "example": "dapur-ani"}
    )
    institution_name = Text(required=True, metadata={"example": "Dapur Ani"})
    mode = Text(required=True, metadata={"enum": [mode.value for mode in Mode]})
    language = Text(required=True, metadata={"example": "id"})
    sessions = WholeNumber(
        required=True,
        metadata={"description": "Sessions to attend, 1 to 10.", "example": 2},
    )
    list_price = AmountField(
        required=True,
        metadata={"description": "What the institution asks, after its discount."},
    )
    discount_bps = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "The stated discount in basis points; null: none stated.",
            "example": 2500,
        },
    )
    lowest_price = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "The lowest price on a platform; null: on none."},
    )


class RunSchema(Schema):
    """One run of a course."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True, metadata={"example": "membuat-kue-20260302T0200"})
    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    enrolment_closes_at = ma.fields.AwareDateTime(
        required=True, metadata={"description": "The last instant to buy a seat."}
    )
    capacity = WholeNumber(required=True, metadata={"example": 30})
    seats_left = WholeNumber(
        required=True,
        metadata={"description": "Exact when it was read.", "example": 12},
    )
    is_generated = ma.fields.Boolean(
        required=True,
        metadata={"description": "True for a run that demo data made up."},
    )


class PriceSchema(Schema):
    """A course on a platform, as everybody may see it."""

    id = ma.fields.UUID(required=True)
    platform = Text(required=True, metadata={"example": "pintar"})
    platform_name = Text(required=True, metadata={"example": "Pintar"})
    price = AmountField(required=True)


class CourseDetailSchema(ListedCourseSchema):
    """A course with what a buyer decides by."""

    summary = Text(required=True)
    schedules = ma.fields.List(
        ma.fields.Nested(RunSchema),
        required=True,
        metadata={"description": "The next 20 runs that are not over."},
    )
    offerings = ma.fields.List(
        ma.fields.Nested(PriceSchema),
        required=True,
        metadata={"description": "Where it is sold, the lowest price first."},
    )
    reviews = WholeNumber(required=True, metadata={"description": "How many."})
    stars_average = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "In hundredths of a star: 425 is 4.25."},
    )


class ListedOfferingSchema(Schema):
    """A course on your platform."""

    id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    course = Text(required=True, metadata={"description": "The course's code."})
    course_title = Text(required=True)
    price = AmountField(required=True)
    commission_bps = WholeNumber(
        required=True,
        metadata={
            "description": "Your share of the price in basis points.",
            "example": 1000,
        },
    )
    listed_at = ma.fields.AwareDateTime(required=True)


class CategorySchema(Schema):
    """A heading of the catalogue."""

    code = Text(required=True, metadata={"example": "gaya-hidup"})
    title = Text(required=True, metadata={"example": "Gaya Hidup"})
    courses = WholeNumber(required=True, metadata={"example": 12})


class CategoriesSchema(Schema):
    """All headings."""

    items = ma.fields.List(ma.fields.Nested(CategorySchema), required=True)


CoursePageSchema = page_schema(ListedCourseSchema, "CoursePage")
SchedulePageSchema = page_schema(RunSchema, "SchedulePage")
OfferingPageSchema = page_schema(ListedOfferingSchema, "OfferingPage")
