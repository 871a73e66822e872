"""The wire of the catalogue."""

from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Range, Regexp

from catalog.courses.counting import COUNTABLE, MOST_COUNTED
from catalog.courses.finding import Sort
from catalog.courses.models import Access, Level, Mode
from catalog.courses.ordering import Nearness
from catalog.courses.wanted import Filter
from catalog.taxonomies.schemas import TitledCodeSchema
from openapi.fields import MAX_AMOUNT, AmountField, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

_CODE = Length(min=1, max=100)
_REGION = Regexp(
    r"^[0-9]{2}(\.[0-9]{2}){0,2}\Z",
    error="Write the code of a province, regency or district, such as 32.73.",
)
_A_DAY = Range(min=date(2000, 1, 1), max=date(2999, 12, 31))


def _several(of: ma.fields.Field[Any], description: str) -> Any:
    """A filter that may be given up to 20 times; of its values one is enough."""
    return ma.fields.List(
        of,
        load_default=[],
        validate=Length(max=20),
        metadata={"description": description},
    )


class WantedSchema(Schema):
    """What to look for. A filter that may be repeated asks for any of its values."""

    query = Text(
        load_default=None,
        validate=Length(max=200),
        metadata={
            "description": "Words to look for, Indonesian or English; small mistakes of"
            " typing are forgiven.",
            "example": "membuat kue",
        },
    )
    category = _several(Text(validate=_CODE), "Codes of categories.")
    mode = _several(Text(validate=OneOf([*Mode])), "Ways of learning.")
    level = _several(Text(validate=OneOf([*Level])), "Levels.")
    language = _several(
        Text(
            validate=Regexp(
                r"^[a-z]{2,3}(-[A-Z]{2})?\Z",
                error="Write a language by its tag (BCP 47), such as id or en.",
            )
        ),
        "Spoken in it (BCP 47).",
    )
    platform = _several(Text(validate=_CODE), "Codes of platforms that sell it.")
    min_price = QueryNumber(
        load_default=None,
        maximum=MAX_AMOUNT,
        metadata={"description": "Sold at this price or more; whole rupiah."},
    )
    max_price = QueryNumber(
        load_default=None,
        maximum=MAX_AMOUNT,
        metadata={
            "description": "Only courses that a platform sells at this price or less;"
            " whole rupiah.",
            "example": 300000,
        },
    )
    place = _several(
        Text(validate=_REGION),
        "Codes of provinces, regencies or districts in which a class with seats is.",
    )
    starts_from = ma.fields.Date(
        load_default=None,
        validate=_A_DAY,
        metadata={"description": "A class with seats starts on this day or later."},
    )
    starts_until = ma.fields.Date(
        load_default=None,
        validate=_A_DAY,
        metadata={"description": "A class with seats starts on this day or before."},
    )
    evening = ma.fields.Boolean(
        load_default=False, metadata={"description": "After working hours."}
    )
    childcare = ma.fields.Boolean(
        load_default=False, metadata={"description": "Children are looked after."}
    )
    access = ma.fields.List(
        Text(validate=OneOf([*Access])),
        load_default=[],
        validate=Length(max=20),
        metadata={"description": "Needs, all of which are met."},
    )
    skill = _several(
        Text(validate=Length(min=1, max=120)),
        "ESCO skills by their URIs, or groups of them.",
    )
    occupation = _several(
        Text(
            validate=Regexp(
                r"^[0-9]{1,4}\Z",
                error="Write an ISCO-08 group: one to four digits, such as 75.",
            )
        ),
        "ISCO-08 groups: 7512, or 75 for all that begin so.",
    )


class CourseSearchSchema(WantedSchema, PageArgumentsSchema):
    """What to look for, and in which order."""

    sort = Text(
        load_default=None,
        validate=OneOf([*Sort]),
        metadata={
            "description": "`start` is the next class with seats; `rating` is the score"
            " that a handful of reviews cannot win; `relevance` asks for words and"
            " `nearest` for `near`. What has no such value comes last. Without a `sort`"
            " the best matches come first, and courses without words by title."
        },
    )
    near = Text(
        load_default=None,
        validate=_REGION,
        metadata={
            "description": "The code of the district, regency or province from which"
            " `nearest` is seen.",
            "example": "32.73.01",
        },
    )

    @ma.validates_schema
    def _needs_a_place(self, data: dict[str, Any], **_: Any) -> None:
        if data["sort"] == Sort.NEAREST and data["near"] is None:
            raise ma.ValidationError({"near": ["Say near to what."]})


class FacetsQuerySchema(WantedSchema):
    """The search whose choices are counted."""

    facet = ma.fields.List(
        Text(validate=OneOf(sorted(COUNTABLE))),
        load_default=[],
        validate=Length(max=20),
        metadata={"description": "The filters whose choices to count; none: of all."},
    )
    price_step = ma.fields.List(
        QueryNumber(maximum=MAX_AMOUNT),
        load_default=[],
        validate=Length(max=10),
        metadata={"description": "Prices up to which to count; whole rupiah."},
    )


class CountSchema(Schema):
    """A choice."""

    value = Text(required=True, metadata={"example": "webinar"})
    title = Text(required=True, allow_none=True)
    courses = WholeNumber(
        required=True, metadata={"description": "That it leaves.", "example": 12}
    )


class FacetSchema(Schema):
    """The choices of a filter."""

    filter = Text(required=True, validate=OneOf([*Filter]))
    values = ma.fields.List(ma.fields.Nested(CountSchema), required=True)


class WithoutSchema(Schema):
    """A filter that is set."""

    filter = Text(required=True, validate=OneOf([*Filter]))
    courses = WholeNumber(
        required=True, metadata={"description": "That there are without it."}
    )


class FacetsSchema(Schema):
    """How many courses each choice leaves."""

    total = WholeNumber(required=True, metadata={"example": 31})
    exact = ma.fields.Boolean(
        required=True,
        metadata={
            "description": "False: the total is an estimate, to two digits, of more"
            f" than {MOST_COUNTED:,} courses."
        },
    )
    estimated = ma.fields.List(
        Text(validate=OneOf([*Filter])),
        required=True,
        metadata={
            "description": "Filters whose choices are counted by estimate, to two"
            " digits, and so is what there would be without them."
        },
    )
    alike = ma.fields.Boolean(
        required=True,
        metadata={"description": "No course holds all the words; these come nearest."},
    )
    did_you_mean = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The query with words that titles hold, where it has others."
        },
    )
    facets = ma.fields.List(ma.fields.Nested(FacetSchema), required=True)
    without = ma.fields.List(
        ma.fields.Nested(WithoutSchema),
        required=True,
        metadata={"description": "What to loosen when too little is found."},
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


class FoundCourseSchema(ListedCourseSchema):
    """A course in the answer to a search."""

    nearness = Text(
        required=True,
        allow_none=True,
        validate=OneOf([*Nearness]),
        metadata={
            "description": "With `nearest`: where its nearest class with seats is, seen"
            " from `near`. Null in other orders."
        },
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


def _titles(description: str) -> Any:
    return ma.fields.List(
        ma.fields.Nested(TitledCodeSchema),
        required=True,
        metadata={"description": description},
    )


class CourseDetailSchema(ListedCourseSchema):
    """A course with what a buyer decides by."""

    summary = Text(required=True)
    skills = _titles("ESCO skills that it teaches.")
    occupations = _titles("ISCO-08 unit groups that it is for.")
    competence_units = _titles("SKKNI units that it teaches.")
    trainers = ma.fields.List(
        Text(),
        required=True,
        metadata={"description": "Names of trainers, as the institution publishes."},
    )
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


CoursePageSchema = page_schema(FoundCourseSchema, "CoursePage")
SchedulePageSchema = page_schema(RunSchema, "SchedulePage")
OfferingPageSchema = page_schema(ListedOfferingSchema, "OfferingPage")
