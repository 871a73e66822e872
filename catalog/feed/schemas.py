"""The feed on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf
from webargs.fields import DelimitedList

from catalog.authoring.schemas import PublishedContentSchema
from catalog.feed.item_schemas import FeedCourseSchema
from catalog.feed.models import HoldReason, HoldState
from openapi.fields import AmountField, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

MAX_SEQUENCE = 2**53 - 1
MAX_CHANGES = 1_000
CHECKSUM = {
    "description": "The sum, modulo 2^256, of the SHA-256 of each course's canonical"
    " JSON (RFC 8785); 64 digits of hex.",
    "example": "0f" * 32,
}

NOT_SOLD = {"description": "Those that your platform does not sell now."}


class CatalogStateSchema(Schema):
    """A platform's set at one number of its feed."""

    sequence = WholeNumber(
        required=True,
        maximum=MAX_SEQUENCE,
        metadata={"description": "0 before the first change.", "example": 4711},
    )
    items = WholeNumber(
        required=True, metadata={"description": "How many courses.", "example": 1200}
    )
    checksum = Text(required=True, metadata=CHECKSUM)
    changed_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class CatalogChangeSchema(Schema):
    """One change of your set."""

    sequence = WholeNumber(
        required=True,
        minimum=1,
        maximum=MAX_SEQUENCE,
        metadata={"description": "One more than that of the change before it."},
    )
    kind = Text(
        required=True,
        validate=OneOf(["put", "removed"]),
        metadata={
            "description": "`put`: this is the course now. `removed`: it has left."
        },
    )
    course_id = ma.fields.UUID(required=True)
    course = ma.fields.Nested(
        FeedCourseSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The whole course; null when it was removed."},
    )
    items = WholeNumber(
        required=True, metadata={"description": "Courses in the set after the change."}
    )
    checksum = Text(required=True, metadata=CHECKSUM)
    changed_at = ma.fields.AwareDateTime(required=True)


class CatalogChangesSchema(Schema):
    """The next changes of your set."""

    changes = ma.fields.List(ma.fields.Nested(CatalogChangeSchema), required=True)
    has_more = ma.fields.Boolean(
        required=True, metadata={"description": "Ask again at once."}
    )
    next_after = WholeNumber(
        required=True,
        maximum=MAX_SEQUENCE,
        metadata={"description": "The `after` of the next request.", "example": 4711},
    )
    head = ma.fields.Nested(
        CatalogStateSchema,
        required=True,
        metadata={"description": "The set as it is now."},
    )


class ChangesQuerySchema(Schema):
    after = QueryNumber(
        load_default=0,
        maximum=MAX_SEQUENCE,
        metadata={"description": "The last number that you have."},
    )
    limit = QueryNumber(
        load_default=200,
        minimum=1,
        maximum=MAX_CHANGES,
        metadata={"description": "At most so many changes."},
    )


class ChecksumQuerySchema(Schema):
    at = QueryNumber(
        load_default=None,
        maximum=MAX_SEQUENCE,
        metadata={"description": "A number of your feed; the last one if left out."},
    )


class CoursesQuerySchema(Schema):
    course = DelimitedList(
        ma.fields.UUID(),
        required=True,
        validate=Length(min=1, max=100),
        metadata={
            "description": "Ids of courses, separated by commas.",
            "example": "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
        },
    )


class SeatsSchema(Schema):
    """The seats of one run that can still be bought."""

    id = ma.fields.UUID(required=True, metadata={"description": "The schedule."})
    capacity = WholeNumber(required=True)
    seats_left = WholeNumber(
        required=True, metadata={"description": "Exact when it was read."}
    )
    enrolment_closes_at = ma.fields.AwareDateTime(required=True)


class CourseAvailabilitySchema(Schema):
    course_id = ma.fields.UUID(required=True)
    price = AmountField(required=True)
    schedules = ma.fields.List(ma.fields.Nested(SeatsSchema), required=True)


class AvailabilitySchema(Schema):
    """Seats and prices of some courses, as they are now."""

    items = ma.fields.List(ma.fields.Nested(CourseAvailabilitySchema), required=True)
    not_sold = ma.fields.List(ma.fields.UUID(), required=True, metadata=NOT_SOLD)


class CourseContentsSchema(Schema):
    """What some courses teach and ask for, as they were published last."""

    items = ma.fields.List(ma.fields.Nested(PublishedContentSchema), required=True)
    not_sold = ma.fields.List(ma.fields.UUID(), required=True, metadata=NOT_SOLD)


class HoldQuerySchema(PageArgumentsSchema):
    state = Text(load_default=None, validate=OneOf([str(each) for each in HoldState]))


class CatalogHoldSchema(Schema):
    """Removals of a platform's feed that wait, or waited, for a person."""

    id = ma.fields.UUID(required=True)
    platform = Text(required=True, metadata={"example": "pintar"})
    platform_name = Text(required=True, metadata={"example": "Pintar"})
    reason = Text(required=True, metadata={"enum": [str(each) for each in HoldReason]})
    state = Text(required=True, metadata={"enum": [str(each) for each in HoldState]})
    items_before = WholeNumber(
        required=True, metadata={"description": "Courses in the set when it began."}
    )
    removals = WholeNumber(
        required=True, metadata={"description": "Courses that would leave."}
    )
    opened_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    note = Text(required=True, allow_none=True)


class HoldDecisionSchema(Schema):
    note = Text(
        required=True,
        validate=Length(min=1, max=1000),
        metadata={
            "description": "Why; for the operator's staff and the audit trail.",
            "example": "The institution closed, as announced.",
        },
    )


CatalogHoldPageSchema = page_schema(CatalogHoldSchema, "CatalogHoldPage")
