"""What follows from signals, words and decisions: whether a review shows, counts, and
waits for somebody to look. All is settled under the lock of the course's rating."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.errors import ReviewNotFound
from catalog.reviews.events import ReviewChanged
from catalog.reviews.models import (
    CourseRating,
    ReplyState,
    Review,
    ReviewReply,
    ReviewSignal,
    ReviewState,
)
from catalog.reviews.moderation.kinds import REPLIES, REVIEWS
from catalog.reviews.moderation.steps import somebody_spoke
from catalog.reviews.replies.errors import ReplyNotFound
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.rate import lock_rating, move_stars
from catalog.reviews.signals import Found
from core.events import publish
from core.ids import new_id


def lock_review(
    session: Session,
    review_id: UUID,
    *,
    provider_id: UUID | None = None,
    shown_only: bool = False,
) -> tuple[Review, CourseRating]:
    """A review and its course's rating, locked; perhaps only one of an institution's
    courses, or one that everybody sees. Raises ReviewNotFound."""
    query = select(Review.course_id).where(Review.id == review_id)
    if provider_id is not None:
        query = query.join(Course, Course.id == Review.course_id).where(
            Course.provider_id == provider_id
        )
    course_id = session.scalar(query)
    if course_id is None:
        raise ReviewNotFound
    rating = lock_rating(session, course_id)
    review = session.get_one(
        Review, review_id, with_for_update=True, populate_existing=True
    )
    if shown_only and review.state != ReviewState.SHOWN:
        raise ReviewNotFound
    return review, rating


def lock_reply(
    session: Session,
    review_id: UUID,
    *,
    provider_id: UUID | None = None,
    shown_only: bool = False,
) -> tuple[ReviewReply, Course]:
    """The reply to a review, under the review's lock, and the course; perhaps only one
    that everybody sees. Raises ReviewNotFound or ReplyNotFound."""
    review, _ = lock_review(
        session, review_id, provider_id=provider_id, shown_only=shown_only
    )
    reply = session.get(ReviewReply, review_id, populate_existing=True)
    if reply is None or (shown_only and reply.state != ReplyState.SHOWN):
        raise ReplyNotFound
    return reply, session.get_one(Course, review.course_id)


def note_signals(
    session: Session,
    found: Sequence[Found],
    rating: CourseRating,
    *,
    at: datetime,
) -> None:
    """Write the signals down, and take what they outweigh out of the rating until
    somebody looks; also earlier reviews of the same burst."""
    limits = rulebook()
    for each in found:
        session.execute(
            insert(ReviewSignal)
            .values(
                [
                    {
                        "id": new_id(),
                        "review_id": review_id,
                        "signal": each.signal,
                        "weight": limits.signals[each.signal]["weight"],
                        "facts": dict(each.facts),
                        "found_at": at,
                    }
                    for review_id in each.review_ids
                ]
            )
            .on_conflict_do_nothing()
        )
    touched = {review_id for each in found for review_id in each.review_ids}
    if not touched:
        return
    weight = (
        select(func.coalesce(func.sum(ReviewSignal.weight), 0))
        .where(ReviewSignal.review_id == Review.id)
        .scalar_subquery()
    )
    set_aside = session.scalars(
        update(Review)
        .where(
            Review.id.in_(touched),
            Review.counts,
            Review.looked_at.is_(None),
            weight >= limits.set_aside_at,
        )
        .values(counts=False, waits_since=func.coalesce(Review.waits_since, at))
        .returning(Review.stars)
        .execution_options(synchronize_session=False)
    ).all()
    move_stars(rating, out=set_aside)


def settle(
    session: Session,
    review: Review,
    rating: CourseRating,
    *,
    before: tuple[bool, int],
    at: datetime,
) -> None:
    """Make a locked review's `counts` and `waits_since` follow from the rest of it, and
    the rating from these; `before` is whether it counted, with how many stars."""
    is_shown = review.state == ReviewState.SHOWN
    review.counts = review.counts and is_shown
    session.flush()
    weight = session.scalar(
        select(func.coalesce(func.sum(ReviewSignal.weight), 0)).where(
            ReviewSignal.review_id == review.id
        )
    )
    set_aside = review.looked_at is None and (weight or 0) >= rulebook().set_aside_at
    review.counts = is_shown and not set_aside
    waits = (
        review.state == ReviewState.HELD
        or (is_shown and set_aside)
        or somebody_spoke(session, REVIEWS, review.id)
    )
    review.waits_since = (review.waits_since or at) if waits else None
    counted, stars = before
    move_stars(
        rating,
        out=[stars] if counted else [],
        into=[review.stars] if review.counts else [],
    )


def settle_reply(session: Session, reply: ReviewReply, *, at: datetime) -> None:
    """Whether somebody is to look at a locked reply, and since when."""
    waits = somebody_spoke(session, REPLIES, reply.review_id)
    reply.waits_since = (reply.waits_since or at) if waits else None
    session.flush()


def tell_of_change(session: Session, review: Review, *, at: datetime) -> None:
    """Tell the institution that the review reads otherwise now."""
    provider_id = session.scalars(
        select(Course.provider_id).where(Course.id == review.course_id)
    ).one()
    publish(
        session,
        ReviewChanged(
            occurred_at=at,
            audience=(provider_id,),
            review_id=review.id,
            course_id=review.course_id,
            stars=review.stars,
            state=str(review.state),
        ),
    )
