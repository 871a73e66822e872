"""The writer objects to her review being hidden."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.reviews.errors import ObjectionTwice, ReviewNotHidden
from catalog.reviews.models import ReviewObjection, ReviewState
from catalog.reviews.services.edit import own_review_id
from catalog.reviews.services.weigh import lock_review, settle
from core.audit import record


def object_to_hiding(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    words: str,
    at: datetime,
) -> ReviewObjection:
    """Ask the operator to look once more. Raises ReviewNotFound, ReviewNotHidden or
    ObjectionTwice."""
    review_id = own_review_id(session, participant_id, course_id)
    review, rating = lock_review(session, review_id)
    if review.state != ReviewState.HIDDEN:
        raise ReviewNotHidden
    objection: ReviewObjection | None = session.scalar(
        insert(ReviewObjection)
        .values(review_id=review.id, words=words, filed_at=at)
        .on_conflict_do_nothing(index_elements=["review_id"])
        .returning(ReviewObjection)
    )
    if objection is None:
        raise ObjectionTwice
    settle(session, review, rating, before=(review.counts, review.stars), at=at)
    record(
        session,
        action="review.objected",
        object_type="review",
        object_id=review.id,
        at=at,
    )
    return objection
