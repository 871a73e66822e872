"""The wire of quality."""

import marshmallow as ma
from marshmallow.validate import OneOf

from catalog.quality.formula import FULL, PartName
from openapi.fields import Schema, Text, WholeNumber


class QualityPartSchema(Schema):
    """A part of the score. Numbers are null where there are too few people or no
    data; `period_to` is the first day that is not counted."""

    part = Text(required=True, validate=OneOf([*PartName]))
    state = Text(required=True, validate=OneOf(["shown", "too_few", "no_data"]))
    weight = WholeNumber(required=True, minimum=0, metadata={"example": 30})
    numerator = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "Who completed or passed; stars; complaints upheld.",
            "example": 183,
        },
    )
    denominator = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "Of how many people or reviews.", "example": 240},
    )
    points = WholeNumber(
        required=True,
        allow_none=True,
        minimum=0,
        maximum=FULL,
        metadata={"example": 762},
    )
    period_from = ma.fields.Date(required=True, allow_none=True)
    period_to = ma.fields.Date(required=True, allow_none=True)


class QualitySchema(Schema):
    """The published quality of a course or an institution."""

    score = WholeNumber(
        required=True,
        allow_none=True,
        minimum=0,
        maximum=FULL,
        metadata={
            "description": "The weighed mean of the parts that are shown; null where"
            " too little is known.",
            "example": 781,
        },
    )
    formula_version = WholeNumber(required=True, minimum=1)
    computed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    parts = ma.fields.List(ma.fields.Nested(QualityPartSchema), required=True)
