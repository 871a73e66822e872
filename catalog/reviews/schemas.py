"""The wire of reviews."""

from collections.abc import Iterable

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from catalog.reviews.models import ReplyState, ReviewState, Signal
from catalog.reviews.queries import Sort
from catalog.reviews.rulebook import rulebook
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, QueryNumber, page_schema

LONGEST_REPLY = 2_000
LONGEST_NOTE = 1_000


def stars_field() -> WholeNumber:
    return WholeNumber(required=True, minimum=1, maximum=5, metadata={"example": 4})


class CourseReviewQuerySchema(PageArgumentsSchema):
    sort = Text(
        load_default=Sort.NEWEST,
        validate=OneOf([*Sort]),
        metadata={"description": "The lowest come with the oldest first."},
    )
    stars = QueryNumber(
        load_default=None,
        minimum=1,
        maximum=5,
        metadata={"description": "Only those with so many stars."},
    )


class CourseReviewSchema(Schema):
    """A review, without its writer."""

    id = ma.fields.UUID(required=True)
    stars = stars_field()
    comment = Text(
        required=True,
        metadata={
            "description": "As written, so show it as plain text.",
            "example": "Jelas dan bermanfaat.",
        },
    )
    created_at = ma.fields.AwareDateTime(required=True)
    edited_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    shown_as = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "Her initials where she wishes it; else null.",
            "example": "S. R.",
        },
    )
    reply = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The institution's answer, as written.",
            "example": "Terima kasih, kelas berikutnya lebih panjang.",
        },
    )
    replied_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    reply_edited_at = ma.fields.AwareDateTime(required=True, allow_none=True)


CourseReviewPageSchema = page_schema(CourseReviewSchema, "CourseReviewPage")


class ProviderReviewSchema(CourseReviewSchema):
    """A review of one of your courses. A reply that was hidden is read by nobody else,
    and your institution may object once."""

    reply_state = Text(required=True, allow_none=True, validate=OneOf([*ReplyState]))
    reply_hidden_because = Text(
        required=True,
        allow_none=True,
        validate=OneOf([*rulebook().reply_hide_reasons]),
    )
    reply_hidden_note = Text(
        required=True,
        allow_none=True,
        metadata={"description": "A word of the operator to you."},
    )
    reply_objected_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    reply_objection_answered_at = ma.fields.AwareDateTime(
        required=True, allow_none=True
    )
    course_id = ma.fields.UUID(required=True)
    course_title = Text(required=True, metadata={"example": "Menjadi Barista Pemula"})


ProviderReviewPageSchema = page_schema(ProviderReviewSchema, "ProviderReviewPage")


class ReviewReplyRequestSchema(Schema):
    words = Text(
        required=True,
        validate=Length(min=1, max=LONGEST_REPLY),
        metadata={
            "description": "Everybody reads it; no addresses, no numbers.",
            "example": "Terima kasih atas masukannya.",
        },
    )


class ReviewReplySchema(Schema):
    review_id = ma.fields.UUID(required=True)
    words = Text(required=True, metadata={"example": "Terima kasih atas masukannya."})
    written_at = ma.fields.AwareDateTime(required=True)
    edited_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class ReviewReportRequestSchema(Schema):
    review_id = ma.fields.UUID(required=True)
    reason = Text(required=True, validate=OneOf([*rulebook().report_reasons]))
    note = Text(load_default="", validate=Length(max=LONGEST_NOTE))


class ReviewReportSchema(Schema):
    id = ma.fields.UUID(required=True)
    review_id = ma.fields.UUID(required=True)
    reason = Text(required=True, metadata={"example": "offensive"})
    reported_at = ma.fields.AwareDateTime(required=True)


class ReviewSignalSchema(Schema):
    """One reason to look; `facts` are what was counted."""

    signal = Text(required=True, validate=OneOf([*Signal]))
    weight = WholeNumber(required=True, minimum=0)
    facts = ma.fields.Dict(keys=Text(), required=True)
    found_at = ma.fields.AwareDateTime(required=True)


class OpenReportSchema(Schema):
    reason = Text(required=True, metadata={"example": "offensive"})
    note = Text(required=True)
    reported_at = ma.fields.AwareDateTime(required=True)


class OpenObjectionSchema(Schema):
    words = Text(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)


class CaseSchema(Schema):
    """A review or a reply at which somebody is to look, with what was said about it."""

    course_id = ma.fields.UUID(required=True)
    course_title = Text(required=True)
    institution_name = Text(required=True)
    stars = stars_field()
    comment = Text(required=True)
    waits_since = ma.fields.AwareDateTime(required=True)
    reports = ma.fields.List(ma.fields.Nested(OpenReportSchema), required=True)
    objection = ma.fields.Nested(OpenObjectionSchema, required=True, allow_none=True)


class WaitingReviewSchema(CaseSchema):
    """A review at which somebody is to look, with all the reasons."""

    id = ma.fields.UUID(required=True)
    state = Text(required=True, validate=OneOf([*ReviewState]))
    counts = Flag(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    signals = ma.fields.List(ma.fields.Nested(ReviewSignalSchema), required=True)


WaitingReviewPageSchema = page_schema(WaitingReviewSchema, "WaitingReviewPage")


def hide_because_field(reasons: Iterable[str], *, otherwise: str) -> Text:
    """One of the reasons for hiding something; null, as `otherwise` says, is to show
    it."""
    return Text(
        load_default=None,
        allow_none=True,
        validate=OneOf([*reasons]),
        metadata={
            "description": f"Why it is hidden; null {otherwise}.",
            "example": "personal_data",
        },
    )


def note_field(description: str) -> Text:
    return Text(
        load_default="",
        validate=Length(max=LONGEST_NOTE),
        metadata={"description": description},
    )


class ReviewDecisionRequestSchema(Schema):
    hide_because = hide_because_field(
        rulebook().hide_reasons, otherwise="shows it and lets it count"
    )
    note = note_field("The writer reads it in her letter.")


class DecidedReviewSchema(Schema):
    id = ma.fields.UUID(required=True)
    state = Text(required=True, validate=OneOf([*ReviewState]))
    counts = Flag(required=True)


class StarCountSchema(Schema):
    stars = stars_field()
    reviews = WholeNumber(required=True, minimum=0)


class CourseRatingSchema(Schema):
    """How a course is rated. Lists are sorted by `score`."""

    reviews = WholeNumber(required=True, metadata={"description": "How many count."})
    stars_average = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "Hundredths of a star.", "example": 432},
    )
    score = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "The Bayesian mean in thousandths of a star: few voices"
            " move it little.",
            "example": 4_210,
        },
    )
    per_star = ma.fields.List(ma.fields.Nested(StarCountSchema), required=True)
