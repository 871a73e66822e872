"""The wire of lists."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Regexp

from catalog.imports.findings import Severity
from catalog.imports.lists.models import ListState, Outcome
from catalog.imports.mapping.fields import FIELDS
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

_CELL = Length(max=300)


class ColumnSchema(Schema):
    """Which field a column is."""

    column = Text(required=True, validate=_CELL, metadata={"example": "Harga (Rp)"})
    field = Text(
        required=True,
        validate=Length(max=50),
        metadata={"example": "list_price", "description": ", ".join(FIELDS)},
    )


class FixedSchema(Schema):
    """What rows say of a field that no column is."""

    field = Text(required=True, validate=Length(max=50), metadata={"example": "mode"})
    text = Text(required=True, validate=_CELL, metadata={"example": "webinar"})


class WordSchema(Schema):
    """What a text in a column of this field stands for; an empty meaning is nothing."""

    field = Text(required=True, validate=Length(max=50), metadata={"example": "mode"})
    text = Text(required=True, validate=_CELL, metadata={"example": "Online"})
    meaning = Text(
        required=True, validate=Length(max=100), metadata={"example": "webinar"}
    )


class RateSchema(Schema):
    """What one unit of a currency is worth in ours, as you say."""

    currency = Text(
        required=True,
        validate=Regexp(
            r"^[A-Z]{3}\Z",
            error="Write a currency by its three letters (ISO 4217), such as AUD.",
        ),
        metadata={"example": "AUD"},
    )
    rate = Text(
        required=True,
        validate=Regexp(
            r"^[0-9]{1,7}(\.[0-9]{1,6})?\Z",
            error="Write a rate with a point, such as 10250.5.",
        ),
        metadata={"example": "10250.50"},
    )


class MappingSchema(Schema):
    """How the columns of a list are read."""

    columns = ma.fields.List(
        ma.fields.Nested(ColumnSchema), required=True, validate=Length(max=100)
    )
    fixed = ma.fields.List(
        ma.fields.Nested(FixedSchema), load_default=list, validate=Length(max=100)
    )
    words = ma.fields.List(
        ma.fields.Nested(WordSchema), load_default=list, validate=Length(max=1_000)
    )
    decimal = Text(
        load_default=None,
        allow_none=True,
        validate=OneOf([",", "."]),
        metadata={"description": "The mark before fractions; null where none is."},
    )
    currency = Text(
        load_default="IDR",
        validate=Regexp(
            r"^[A-Z]{3}\Z",
            error="Write a currency by its three letters (ISO 4217), such as AUD.",
        ),
        metadata={"description": "Of prices that name none.", "example": "IDR"},
    )
    rates = ma.fields.List(
        ma.fields.Nested(RateSchema), load_default=list, validate=Length(max=20)
    )
    unit = Text(
        load_default=None,
        allow_none=True,
        validate=OneOf(["minutes", "hours", "lesson_hours"]),
        metadata={"description": "Of lengths that name none; a lesson hour is 45 min."},
    )
    dates = Text(
        load_default=None,
        allow_none=True,
        validate=OneOf(["dmy", "mdy"]),
        metadata={
            "description": "Whether 03/04/2027 names the day first (dmy) or the month"
            " (mdy); null where nobody knows."
        },
    )
    zone = Text(
        load_default="Asia/Jakarta",
        validate=Length(max=64),
        metadata={
            "description": "Where hours are meant that name no zone (IANA).",
            "example": "Asia/Makassar",
        },
    )


class CourseListSchema(Schema):
    """A list of courses that you sent."""

    id = ma.fields.UUID(required=True)
    state = Text(required=True, validate=OneOf([*ListState]))
    problem = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "What keeps it from being read to its end or from being"
            " applied: the last part of that problem's `type`."
        },
    )
    kind = Text(required=True, metadata={"example": "CSV"})
    encoding = Text(required=True, allow_none=True, metadata={"example": "utf-8"})
    separator = Text(required=True, allow_none=True, metadata={"example": ";"})
    sheet = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Which sheet of a workbook is read."},
    )
    other_sheets = ma.fields.List(
        Text(),
        required=True,
        metadata={
            "description": "Further sheets of it that hold something, which are not"
            " read: send a workbook with one of them first, or that one alone."
        },
    )
    columns = ma.fields.List(Text(), required=True)
    mapping = ma.fields.Nested(MappingSchema, required=True)
    is_remembered = Flag(
        required=True,
        metadata={"description": "You used this mapping for such a list before."},
    )
    position = WholeNumber(
        required=True, metadata={"description": "The last row that was handled."}
    )
    counts = ma.fields.Dict(
        keys=Text(),
        values=WholeNumber(),
        required=True,
        metadata={
            "description": "Rows by what applying them does.",
            "example": {"create": 120, "rejected": 3},
        },
    )
    done = ma.fields.Dict(
        keys=Text(),
        values=WholeNumber(),
        required=True,
        metadata={
            "description": "Courses created and changed and runs planned so far;"
            " `skipped` are rows that no longer fit what was changed meanwhile.",
            "example": {"created": 100, "changed": 0, "runs": 7, "skipped": 0},
        },
    )
    created_at = ma.fields.AwareDateTime(required=True)
    changed_at = ma.fields.AwareDateTime(required=True)


class CourseListLineSchema(Schema):
    """A list, among others."""

    id = ma.fields.UUID(required=True)
    state = Text(required=True, validate=OneOf([*ListState]))
    kind = Text(required=True)
    created_at = ma.fields.AwareDateTime(required=True)


class ListFindingSchema(Schema):
    """Something found in a cell."""

    row = WholeNumber(required=True, minimum=1)
    column = Text(required=True)
    value = Text(required=True)
    severity = Text(required=True, validate=OneOf([*Severity]))
    code = Text(required=True, metadata={"example": "number_ambiguous"})
    message = Text(required=True)


class ListRowSchema(Schema):
    """A row: what applying it does, and what was found in it."""

    number = WholeNumber(required=True, minimum=1)
    title = Text(required=True)
    outcome = Text(required=True, validate=OneOf([*Outcome]))
    findings = ma.fields.List(ma.fields.Nested(ListFindingSchema), required=True)


class ListRowQuerySchema(PageArgumentsSchema):
    """Which rows."""

    outcome = Text(load_default=None, validate=OneOf([*Outcome]))


class ListApplicationSchema(Schema):
    """Applying a list."""

    reason = Text(
        load_default=None,
        allow_none=True,
        validate=Length(min=10, max=500),
        metadata={
            "description": "Why it may change as much as it does.",
            "example": "New prices from January on",
        },
    )


CourseListPageSchema = page_schema(CourseListLineSchema, "CourseListPage")
ListRowPageSchema = page_schema(ListRowSchema, "CourseListRowPage")
