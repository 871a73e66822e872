"""The wire of a participant's own reviews."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from catalog.reviews.models import ReviewState, ShownAs
from openapi.fields import Schema, Text, WholeNumber

LONGEST_COMMENT = 2_000
LONGEST_OBJECTION = 2_000


class ReviewRequestSchema(Schema):
    """What she thinks of a course."""

    course_id = ma.fields.UUID(required=True)
    stars = WholeNumber(required=True, minimum=1, maximum=5, metadata={"example": 4})
    comment = Text(
        load_default="",
        validate=Length(max=LONGEST_COMMENT),
        metadata={"example": "Jelas dan bermanfaat."},
    )
    shown_as = Text(
        load_default=ShownAs.ANONYMOUS,
        validate=OneOf([*ShownAs]),
        metadata={"description": "How she is named: not at all, or by initials."},
    )


class OwnReviewSchema(Schema):
    """A review that was taken."""

    review_id = ma.fields.UUID(attribute="id", required=True)
    course_id = ma.fields.UUID(required=True)
    stars = WholeNumber(required=True, minimum=1, maximum=5, metadata={"example": 4})
    comment = Text(required=True, metadata={"example": "Jelas dan bermanfaat."})
    state = Text(
        required=True,
        validate=OneOf([*ReviewState]),
        metadata={"description": "`held`: somebody looks at its words first."},
    )
    created_at = ma.fields.AwareDateTime(required=True)
    edited_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class ObjectionRequestSchema(Schema):
    course_id = ma.fields.UUID(required=True)
    words = Text(
        required=True,
        validate=Length(min=1, max=LONGEST_OBJECTION),
        metadata={"example": "Saya hanya menulis tentang materi pelatihan."},
    )


class ObjectionSchema(Schema):
    review_id = ma.fields.UUID(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)
