"""The wire of a participant's own reviews."""

import marshmallow as ma
from marshmallow.validate import Length

from openapi.fields import Schema, Text, WholeNumber

LONGEST_COMMENT = 2_000


class ReviewRequestSchema(Schema):
    """What she thinks of a course."""

    course_id = ma.fields.UUID(required=True)
    stars = WholeNumber(required=True, minimum=1, maximum=5, metadata={"example": 4})
    comment = Text(
        load_default="",
        validate=Length(max=LONGEST_COMMENT),
        metadata={"example": "Jelas dan bermanfaat."},
    )


class OwnReviewSchema(Schema):
    """A review that was taken."""

    review_id = ma.fields.UUID(attribute="id", required=True)
    course_id = ma.fields.UUID(required=True)
    stars = WholeNumber(required=True, minimum=1, maximum=5, metadata={"example": 4})
    comment = Text(required=True, metadata={"example": "Jelas dan bermanfaat."})
    created_at = ma.fields.AwareDateTime(required=True)
