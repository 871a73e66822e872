"""Giving a review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.errors import ReviewTwice
from catalog.reviews.events import ReviewGiven
from catalog.reviews.models import Review
from core.events import publish
from core.ids import new_id


def give_review(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    stars: int,
    comment: str,
    at: datetime,
) -> Review:
    """Store a review of one to five stars; any number of stars counts.

    The caller has checked that the participant finished the course, which the catalogue
    cannot know. Tells the institution, without saying who wrote it. Raises ReviewTwice,
    also for the second of two that are sent at once.
    """
    review: Review | None = session.scalar(
        insert(Review)
        .values(
            id=new_id(),
            participant_id=participant_id,
            course_id=course_id,
            stars=stars,
            comment=comment,
            created_at=at,
        )
        .on_conflict_do_nothing(index_elements=["participant_id", "course_id"])
        .returning(Review)
    )
    if review is None:
        raise ReviewTwice
    provider_id = session.scalars(
        select(Course.provider_id).where(Course.id == course_id)
    ).one()
    publish(
        session,
        ReviewGiven(
            occurred_at=at,
            audience=(provider_id,),
            review_id=review.id,
            course_id=course_id,
            stars=stars,
            participant_id=participant_id,
        ),
    )
    return review
