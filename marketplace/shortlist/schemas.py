"""The wire of a shortlist."""

import marshmallow as ma
from marshmallow.validate import OneOf

from catalog.comparing.schemas import ComparedCourseSchema
from marketplace.shortlist.rules import MOST, Change, State
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber


class KeptCourseSchema(Schema):
    """A course that is kept."""

    course_id = ma.fields.UUID(required=True)
    price = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "The lowest on a platform when it was kept."},
    )
    saved_at = ma.fields.AwareDateTime(required=True)


class ShortlistItemSchema(Schema):
    """A course on the list, as it is now."""

    course_id = ma.fields.UUID(required=True)
    title = Text(required=True)
    course = ma.fields.Nested(
        ComparedCourseSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where it is not on sale any more."},
    )
    state = Text(
        required=True,
        validate=OneOf([*State]),
        metadata={
            "description": "`full`: every class is; `no_class`: none can be bought at"
            " present; `not_sold`: by no platform; `ended`: it is off sale."
        },
    )
    price = AmountField(required=True, allow_none=True)
    price_before = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "When it was kept."},
    )
    change = Text(required=True, allow_none=True, validate=OneOf([*Change]))
    affordable = Flag(
        required=True,
        allow_none=True,
        metadata={"description": "Whether the balance buys it; null without one."},
    )
    saved_at = ma.fields.AwareDateTime(required=True)


class ShortlistSchema(Schema):
    """What a participant keeps in view."""

    items = ma.fields.List(
        ma.fields.Nested(ShortlistItemSchema),
        required=True,
        metadata={"description": f"{MOST} at most, the newest first."},
    )
    balance = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "Null without an award that is active."},
    )
    affordable = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "How many of the available ones it buys, each alone."},
    )
    together = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "How many of them one after the other, the cheapest first."
        },
    )
