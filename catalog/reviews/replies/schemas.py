"""The wire of reports, decisions and objections about replies."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from catalog.reviews.models import ReplyState
from catalog.reviews.rulebook import rulebook
from catalog.reviews.schemas import (
    LONGEST_REPLY,
    CaseSchema,
    hide_because_field,
    note_field,
)
from openapi.fields import Schema, Text
from openapi.pagination import page_schema


class WaitingReplySchema(CaseSchema):
    """A reply at which somebody is to look, with the review that it answers."""

    id = ma.fields.UUID(required=True, metadata={"description": "Of the review."})
    reply = Text(required=True)
    replied_at = ma.fields.AwareDateTime(required=True)
    reply_edited_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    state = Text(required=True, validate=OneOf([*ReplyState]))


WaitingReplyPageSchema = page_schema(WaitingReplySchema, "WaitingReplyPage")


class ReplyDecisionRequestSchema(Schema):
    hide_because = hide_because_field(
        rulebook().reply_hide_reasons, otherwise="leaves it shown"
    )
    note = note_field("The institution reads it in its letter.")


class DecidedReplySchema(Schema):
    review_id = ma.fields.UUID(required=True)
    state = Text(required=True, validate=OneOf([*ReplyState]))


class ReplyObjectionRequestSchema(Schema):
    words = Text(
        required=True,
        validate=Length(min=1, max=LONGEST_REPLY),
        metadata={"example": "The name is that of our own trainer."},
    )


class ReplyObjectionSchema(Schema):
    """What your institution says against its reply being hidden."""

    review_id = ma.fields.UUID(required=True)
    words = Text(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)
    answered_at = ma.fields.AwareDateTime(required=True, allow_none=True)
