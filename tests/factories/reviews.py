"""Reviews of courses."""

from typing import Any

from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews import Review
from catalog.reviews.circumstances import UNKNOWN, Circumstances
from catalog.reviews.models import ReviewReply
from catalog.reviews.services.give import give_review
from core.clock import now
from partners.accounts import Account
from tests.factories.partners import make_account


def make_review(
    session: Session,
    course: Course,
    account: Account | None = None,
    *,
    told: Circumstances = UNKNOWN,
    **changes: Any,
) -> Review:
    """A review that is given as by the real service, so that it is looked at."""
    values: dict[str, Any] = {"stars": 4, "comment": "Jelas.", "at": now()}
    return give_review(
        session,
        participant_id=(account or make_account(session)).id,
        course_id=course.id,
        told=told,
        **(values | changes),
    )


def make_reply(session: Session, review: Review, **changes: Any) -> ReviewReply:
    """The institution's answer, at which somebody is to look."""
    values: dict[str, Any] = {
        "review_id": review.id,
        "words": "Terima kasih.",
        "written_by": changes.pop("written_by", None) or make_account(session).id,
        "written_at": now(),
        "waits_since": now(),
    }
    reply = ReviewReply(**(values | changes))
    session.add(reply)
    session.flush()
    return reply
