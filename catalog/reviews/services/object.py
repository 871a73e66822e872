"""Whoever wrote a review or a reply objects to its being hidden, once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.reviews.moderation.kinds import REPLIES, REVIEWS
from catalog.reviews.moderation.models import ReplyObjection, ReviewObjection
from catalog.reviews.moderation.steps import take_objection
from catalog.reviews.services.edit import own_review_id
from catalog.reviews.services.weigh import (
    lock_reply,
    lock_review,
    settle,
    settle_reply,
)


def object_to_hidden_review(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    words: str,
    at: datetime,
) -> ReviewObjection:
    """Ask the operator to look once more at her review. Raises ReviewNotFound,
    ReviewNotHidden or ObjectionTwice."""
    review_id = own_review_id(session, participant_id, course_id)
    review, rating = lock_review(session, review_id)
    objection: ReviewObjection = take_objection(
        session, REVIEWS, review, review_id=review_id, words=words, filed_at=at
    )
    settle(session, review, rating, before=(review.counts, review.stars), at=at)
    return objection


def object_to_hidden_reply(
    session: Session,
    *,
    review_id: UUID,
    provider_id: UUID,
    words: str,
    by: UUID,
    at: datetime,
) -> ReplyObjection:
    """Ask the operator to look once more at the institution's reply. Raises
    ReviewNotFound, ReplyNotFound, ReplyNotHidden or ReplyObjectedTwice."""
    reply, _ = lock_reply(session, review_id, provider_id=provider_id)
    objection: ReplyObjection = take_objection(
        session,
        REPLIES,
        reply,
        review_id=review_id,
        words=words,
        filed_by=by,
        filed_at=at,
    )
    settle_reply(session, reply, at=at)
    return objection
