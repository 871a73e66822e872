"""The institution answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.reviews.errors import PersonalDataInReply, ReviewIsHidden
from catalog.reviews.models import (
    Part,
    ReplyState,
    ReviewReply,
    ReviewState,
    ReviewVersion,
)
from catalog.reviews.replies.errors import ReplyIsHidden
from catalog.reviews.rules import holds_contact
from catalog.reviews.services.weigh import lock_review
from core.audit import record


def write_reply(
    session: Session,
    *,
    review_id: UUID,
    provider_id: UUID,
    words: str,
    by: UUID,
    at: datetime,
) -> ReviewReply:
    """Answer a review of one of the institution's courses, or change the answer; what
    it said before is kept.

    Raises ReviewNotFound, ReviewIsHidden, ReplyIsHidden, and PersonalDataInReply for
    words in which somebody's numbers may be.
    """
    review, _ = lock_review(session, review_id, provider_id=provider_id)
    if review.state != ReviewState.SHOWN:
        raise ReviewIsHidden
    if holds_contact(words):
        raise PersonalDataInReply
    reply = session.get(ReviewReply, review_id, populate_existing=True)
    if reply is None:
        reply = ReviewReply(
            review_id=review_id, words=words, written_by=by, written_at=at
        )
        session.add(reply)
    elif reply.state == ReplyState.HIDDEN:
        raise ReplyIsHidden
    elif reply.words != words:
        session.add(
            ReviewVersion(
                review_id=review_id,
                part=Part.REPLY,
                words=reply.words,
                written_at=reply.edited_at or reply.written_at,
                replaced_at=at,
            )
        )
        reply.words, reply.written_by, reply.edited_at = words, by, at
    session.flush()
    record(
        session,
        action="review.replied",
        object_type="review",
        object_id=review_id,
        at=at,
    )
    return reply
