"""The wire of reviews."""

import marshmallow as ma

from openapi.fields import Schema, Text, WholeNumber
from openapi.pagination import page_schema


class CourseReviewSchema(Schema):
    """A review, without its writer."""

    id = ma.fields.UUID(required=True)
    stars = WholeNumber(required=True, minimum=1, maximum=5, metadata={"example": 4})
    comment = Text(
        required=True,
        metadata={
            "description": "As written, so show it as plain text.",
            "example": "Jelas dan bermanfaat.",
        },
    )
    created_at = ma.fields.AwareDateTime(required=True)


CourseReviewPageSchema = page_schema(CourseReviewSchema, "CourseReviewPage")
