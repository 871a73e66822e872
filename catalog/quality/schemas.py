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


class FormulaPartSchema(Schema):
    """A part of the score, and how many points it is worth."""

    part = Text(required=True, validate=OneOf([*PartName]))
    weight = WholeNumber(required=True, minimum=0, metadata={"example": 30})
    counted = Text(required=True, metadata={"description": "What is counted."})
    points = Text(
        required=True, metadata={"description": "How the numbers become points."}
    )


class RatingPriorSchema(Schema):
    """What every course is taken for before anybody spoke."""

    reviews = WholeNumber(required=True, metadata={"example": 20})
    thousandths = WholeNumber(
        required=True,
        metadata={"description": "Of a star, on average.", "example": 3500},
    )


class QualityFormulaSchema(Schema):
    """The formula of the quality score, whole: with the numbers of `/quality` anybody
    comes to the same score."""

    version = WholeNumber(required=True, minimum=1)
    period_days = WholeNumber(required=True, metadata={"example": 365})
    smallest = WholeNumber(
        required=True,
        metadata={
            "description": "A part of fewer people, or reviews, is not shown.",
            "example": 10,
        },
    )
    least_weight_percent = WholeNumber(
        required=True,
        metadata={
            "description": "There is a score where the parts that are shown weigh so"
            " much of all or more.",
            "example": 50,
        },
    )
    complaints_per_hundred_for_nothing = WholeNumber(
        required=True, metadata={"example": 5}
    )
    rating_prior = ma.fields.Nested(RatingPriorSchema, required=True)
    parts = ma.fields.List(ma.fields.Nested(FormulaPartSchema), required=True)
    score = Text(
        required=True, metadata={"description": "How the parts become the score."}
    )


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
