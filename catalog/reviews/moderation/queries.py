"""Reviews and replies at which somebody of the operator is to look, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.reviews.models import Review, ReviewReply, ReviewSignal
from catalog.reviews.moderation.kinds import REPLIES, REVIEWS, Kind
from catalog.reviews.moderation.models import Objection, Report, ReportState
from openapi.pagination import Key
from partners.organisations import Organisation

# The longest waiting first.
REVIEWS_IN_TURN = [Key(Review.waits_since, "waits_since"), Key(Review.id, "id")]
REPLIES_IN_TURN = [
    Key(ReviewReply.waits_since, "waits_since"),
    Key(ReviewReply.review_id, "id"),
]
MOST = 5_000

_REVIEWED = (
    Review.id,
    Review.stars,
    Review.comment,
    Review.course_id,
    Course.title.label("course_title"),
    Organisation.name.label("institution_name"),
)


@dataclass(frozen=True)
class Case:
    """What waits, with the reasons for which it does; only reviews have signals."""

    written: Any
    reports: Sequence[Report]
    objection: Objection | None
    signals: Sequence[ReviewSignal]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.written, name)


def waiting_reviews() -> Select[*tuple[Any, ...]]:
    """The reviews at which somebody of the operator is to look."""
    return (
        select(
            *_REVIEWED,
            Review.created_at,
            Review.edited_at,
            Review.state,
            Review.counts,
            Review.waits_since,
        )
        .join(Course, Course.id == Review.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Review.waits_since.is_not(None))
    )


def waiting_replies() -> Select[*tuple[Any, ...]]:
    """The replies of the same kind, with the review that each answers."""
    return (
        select(
            *_REVIEWED,
            ReviewReply.words.label("reply"),
            ReviewReply.written_at.label("replied_at"),
            ReviewReply.edited_at.label("reply_edited_at"),
            ReviewReply.state,
            ReviewReply.waits_since,
        )
        .join(Review, Review.id == ReviewReply.review_id)
        .join(Course, Course.id == Review.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(ReviewReply.waits_since.is_not(None))
    )


def review_cases(session: Session, reviews: Sequence[Any]) -> list[Case]:
    """The reviews with all that was found and said, in three statements."""
    signals = session.scalars(
        select(ReviewSignal)
        .where(ReviewSignal.review_id.in_([each.id for each in reviews]))
        .order_by(ReviewSignal.weight.desc(), ReviewSignal.id)
        .limit(MOST)
    ).all()
    return _cases(session, REVIEWS, reviews, signals)


def reply_cases(session: Session, replies: Sequence[Any]) -> list[Case]:
    """The replies with all that was said, in two statements."""
    return _cases(session, REPLIES, replies, ())


def _cases(
    session: Session,
    kind: Kind,
    waiting: Sequence[Any],
    signals: Sequence[ReviewSignal],
) -> list[Case]:
    ids = [each.id for each in waiting]
    reports = session.scalars(
        select(kind.reports)
        .where(kind.reports.review_id.in_(ids), kind.reports.state == ReportState.OPEN)
        .order_by(kind.reports.id)
        .limit(MOST)
    ).all()
    objections = session.scalars(
        select(kind.objections).where(
            kind.objections.review_id.in_(ids), kind.objections.answered_at.is_(None)
        )
    ).all()
    return [
        Case(
            each,
            [one for one in reports if one.review_id == each.id],
            next((one for one in objections if one.review_id == each.id), None),
            [one for one in signals if one.review_id == each.id],
        )
        for each in waiting
    ]
