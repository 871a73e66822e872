"""Reads of replies at which somebody is to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.reviews.models import ReportState, Review, ReviewReply
from catalog.reviews.replies.models import ReplyObjection, ReplyReport
from openapi.pagination import Key
from partners.organisations import Organisation

LONGEST_WAITING = [
    Key(ReviewReply.waits_since, "waits_since"),
    Key(ReviewReply.review_id, "id"),
]


@dataclass(frozen=True)
class ReplyCase:
    """A reply with what was said about it."""

    reply: Any
    reports: Sequence[ReplyReport]
    objection: ReplyObjection | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reply, name)


def waiting_replies() -> Select[*tuple[Any, ...]]:
    """What somebody of the operator is to look at, with the review that is answered."""
    return (
        select(
            Review.id,
            Review.stars,
            Review.comment,
            ReviewReply.words.label("reply"),
            ReviewReply.written_at.label("replied_at"),
            ReviewReply.edited_at.label("reply_edited_at"),
            ReviewReply.state,
            ReviewReply.waits_since,
            Review.course_id,
            Course.title.label("course_title"),
            Organisation.name.label("institution_name"),
        )
        .join(Review, Review.id == ReviewReply.review_id)
        .join(Course, Course.id == Review.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(ReviewReply.waits_since.is_not(None))
    )


def reply_cases(session: Session, replies: Sequence[Any]) -> list[ReplyCase]:
    """The replies with their open reports and objections, in two statements."""
    ids = [each.id for each in replies]
    reports = session.scalars(
        select(ReplyReport)
        .where(ReplyReport.review_id.in_(ids), ReplyReport.state == ReportState.OPEN)
        .order_by(ReplyReport.id)
        .limit(5_000)
    ).all()
    objections = session.scalars(
        select(ReplyObjection).where(
            ReplyObjection.review_id.in_(ids), ReplyObjection.answered_at.is_(None)
        )
    ).all()
    return [
        ReplyCase(
            each,
            [one for one in reports if one.review_id == each.id],
            next((one for one in objections if one.review_id == each.id), None),
        )
        for each in replies
    ]
