"""What anybody may read of reviews, never who wrote them; and what staff reads."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select, true
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.reviews.models import (
    CourseRating,
    ReplyState,
    Review,
    ReviewReply,
    ReviewState,
)
from catalog.reviews.moderation.models import (
    ReplyDecision,
    ReplyObjection,
    ReviewDecision,
    ReviewObjection,
)
from openapi.pagination import Key


class Sort(StrEnum):
    NEWEST = "newest"
    HIGHEST = "highest"
    LOWEST = "lowest"


def keys_of(sort: str) -> list[Key]:
    """The order of a list. Lowest stars come with the oldest first, so that one index
    serves all three."""
    down = sort != Sort.LOWEST
    stars = [Key(Review.stars, "stars", descending=down)]
    return [
        *([] if sort == Sort.NEWEST else stars),
        Key(Review.created_at, "created_at", descending=down),
        Key(Review.id, "id", descending=down),
    ]


_SAID = (
    Review.id,
    Review.stars,
    Review.comment,
    Review.created_at,
    Review.edited_at,
    Review.initials.label("shown_as"),
    ReviewReply.words.label("reply"),
    ReviewReply.written_at.label("replied_at"),
    ReviewReply.edited_at.label("reply_edited_at"),
)


_IS_ITS_REPLY = ReviewReply.review_id == Review.id
_REPLY_IS_SHOWN = ReviewReply.state == ReplyState.SHOWN


def reviews_of(
    course_id: UUID, *, stars: int | None = None
) -> Select[*tuple[Any, ...]]:
    """The shown reviews of a course with their replies, perhaps of one number of
    stars."""
    query = (
        select(*_SAID)
        .outerjoin(ReviewReply, and_(_IS_ITS_REPLY, _REPLY_IS_SHOWN))
        .where(Review.course_id == course_id, Review.state == ReviewState.SHOWN)
    )
    return query if stars is None else query.where(Review.stars == stars)


def reviews_for_provider(provider_id: UUID) -> Select[*tuple[Any, ...]]:
    """The shown reviews of an institution's courses, with their replies; of one that is
    hidden also why, and whether the institution has objected."""
    hidden = (
        select(ReplyDecision.reason, ReplyDecision.note)
        .where(
            ReplyDecision.review_id == Review.id,
            ReviewReply.state == ReplyState.HIDDEN,
        )
        .order_by(ReplyDecision.id.desc())
        .limit(1)
        .lateral("hidden")
    )
    return (
        select(
            *_SAID,
            Review.course_id,
            Course.title.label("course_title"),
            ReviewReply.state.label("reply_state"),
            hidden.c.reason.label("reply_hidden_because"),
            hidden.c.note.label("reply_hidden_note"),
            ReplyObjection.filed_at.label("reply_objected_at"),
            ReplyObjection.answered_at.label("reply_objection_answered_at"),
        )
        .join(Course, Course.id == Review.course_id)
        .outerjoin(ReviewReply, _IS_ITS_REPLY)
        .outerjoin(hidden, true())
        .outerjoin(ReplyObjection, ReplyObjection.review_id == Review.id)
        .where(Course.provider_id == provider_id, Review.state == ReviewState.SHOWN)
    )


def rating_of(session: Session, course_id: UUID) -> CourseRating | None:
    """The counts per star and the score; None before the first counted review."""
    rating = session.get(CourseRating, course_id)
    return rating if rating is not None and rating.reviews else None


@dataclass(frozen=True)
class OwnReview:
    """Her review as she sees it: what the operator decided, and what she objected."""

    review: Review
    reply: ReviewReply | None
    hidden: ReviewDecision | None
    objection: ReviewObjection | None


def own_review(
    session: Session, *, participant_id: UUID, course_id: UUID
) -> OwnReview | None:
    """A participant's review of a course, if she gave one."""
    review = session.scalar(
        select(Review).where(
            Review.participant_id == participant_id, Review.course_id == course_id
        )
    )
    if review is None:
        return None
    last = session.scalar(
        select(ReviewDecision)
        .where(ReviewDecision.review_id == review.id)
        .order_by(ReviewDecision.id.desc())
        .limit(1)
    )
    reply = session.get(ReviewReply, review.id)
    return OwnReview(
        review,
        reply if reply is not None and reply.state == ReplyState.SHOWN else None,
        last if review.state == ReviewState.HIDDEN else None,
        session.get(ReviewObjection, review.id),
    )
