"""Changing one's own review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.circumstances import UNKNOWN
from catalog.reviews.errors import ReviewEditTooLate, ReviewIsHidden, ReviewNotFound
from catalog.reviews.models import (
    Part,
    Review,
    ReviewState,
    ReviewVersion,
    ShownAs,
)
from catalog.reviews.rulebook import rulebook
from catalog.reviews.rules import holds_contact
from catalog.reviews.services.give import initials_for, key_of
from catalog.reviews.services.weigh import (
    lock_review,
    note_signals,
    settle,
    tell_of_change,
)
from catalog.reviews.signals import Look, look_at_words
from core.audit import record


def edit_review(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    stars: int,
    comment: str,
    shown_as: ShownAs = ShownAs.ANONYMOUS,
    at: datetime,
) -> Review:
    """Say it otherwise, within the days that the rules give; what it said before is
    kept. The same words again change nothing.

    Words are looked at anew: taking a number out shows a held review. Raises
    ReviewNotFound, ReviewEditTooLate or ReviewIsHidden.
    """
    review, rating = lock_review(
        session, own_review_id(session, participant_id, course_id)
    )
    until = review.created_at + rulebook().edit_for
    if review.state == ReviewState.HIDDEN:
        raise ReviewIsHidden
    if at >= until:
        raise ReviewEditTooLate(until_at=until.isoformat())
    initials = initials_for(session, participant_id, shown_as)
    wanted = (stars, comment, initials)
    if wanted == (review.stars, review.comment, review.initials):
        return review
    before = (review.counts, review.stars)
    session.add(_version(review, at=at))
    review.stars, review.comment, review.initials = wanted
    review.words_key, review.edited_at = key_of(comment), at
    held = holds_contact(comment)
    review.state = ReviewState.HELD if held else ReviewState.SHOWN
    review.looked_at = None if held else review.looked_at
    settle(session, review, rating, before=before, at=at)
    session.flush()
    provider_id = session.scalars(
        select(Course.provider_id).where(Course.id == course_id)
    ).one()
    found = look_at_words(session, Look(review, provider_id, UNKNOWN, at))
    note_signals(session, found, rating, at=at)
    session.refresh(review)
    record(
        session,
        action="review.edited",
        object_type="review",
        object_id=review.id,
        at=at,
        before={"stars": before[1]},
        after={"stars": stars, "state": str(review.state)},
    )
    tell_of_change(session, review, at=at)
    return review


def own_review_id(session: Session, participant_id: UUID, course_id: UUID) -> UUID:
    """Her review of a course; raises ReviewNotFound."""
    found = session.scalar(
        select(Review.id).where(
            Review.participant_id == participant_id, Review.course_id == course_id
        )
    )
    if found is None:
        raise ReviewNotFound
    return found


def _version(review: Review, *, at: datetime) -> ReviewVersion:
    return ReviewVersion(
        review_id=review.id,
        part=Part.REVIEW,
        stars=review.stars,
        words=review.comment,
        written_at=review.edited_at or review.created_at,
        replaced_at=at,
    )
