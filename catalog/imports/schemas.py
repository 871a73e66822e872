"""The wire of imports."""

import marshmallow as ma
from marshmallow.validate import Length

from openapi.fields import AmountField, Schema, Text, WholeNumber
from openapi.pagination import page_schema

MOST_ROWS = 1_000


class ImportRequestSchema(Schema):
    """A list of courses, row by row, as it is published."""

    rows = ma.fields.List(
        ma.fields.Dict(keys=Text()),
        required=True,
        validate=Length(min=1, max=MOST_ROWS),
        metadata={
            "description": "Each row names lp_name, course_title, course_category,"
            " course_type (Online - LMS or Online - Webinar) and course_price, and may"
            " name course_url, `Prosentase diskon` and status. At most 1,000 rows.",
            "example": [
                {
                    "lp_name": "Dapur Ani",
                    "course_title": "Membuat Roti",
                    "course_category": "Makanan dan Minuman",
                    "course_type": "Online - LMS",
                    "course_price": "Rp 250.000",
                }
            ],
        },
    )


class FindingSchema(Schema):
    """One thing found in one cell."""

    row = WholeNumber(required=True, metadata={"description": "From 1.", "example": 1})
    column = Text(required=True, metadata={"example": "course_price"})
    value = Text(required=True, metadata={"example": "Rp 1250.000"})
    severity = Text(
        required=True,
        metadata={
            "description": "An error means that the row was not imported.",
            "enum": ["notice", "warning", "error"],
        },
    )
    code = Text(required=True, metadata={"example": "price_separator_missing"})
    message = Text(
        required=True, metadata={"description": "In the language you accept."}
    )


class ImportResultSchema(Schema):
    """What the import did."""

    created = WholeNumber(required=True, metadata={"description": "New drafts."})
    changed = WholeNumber(required=True)
    unchanged = WholeNumber(required=True)
    withheld = WholeNumber(
        required=True,
        metadata={"description": "Changes to courses on sale; they wait for a person."},
    )
    rejected = WholeNumber(required=True, metadata={"description": "Rows with errors."})
    held = WholeNumber(
        required=True,
        metadata={"description": "Doubtful drafts and withheld changes, together."},
    )
    findings = ma.fields.List(ma.fields.Nested(FindingSchema), required=True)


class DraftSchema(Schema):
    """A course that waits for a person."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True)
    title = Text(required=True)
    category_title = Text(required=True)
    institution_name = Text(required=True)
    mode = Text(required=True, metadata={"example": "self_paced"})
    list_price = AmountField(required=True)
    discount_bps = WholeNumber(required=True, allow_none=True)
    source_url = Text(required=True, allow_none=True)
    updated_at = ma.fields.AwareDateTime(required=True)


class PublishedSchema(Schema):
    """A course that was put on sale."""

    id = ma.fields.UUID(required=True)
    status = Text(required=True, metadata={"example": "published"})


DraftPageSchema = page_schema(DraftSchema, "DraftPage")
