"""Access reviews as they stand once they were opened."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from partners.organisations import Organisation
from partners.staff import Seat
from partners.staff.reviews import AccessReview, ReviewedSeat
from partners.staff.reviews.rulebook import rulebook


def make_access_review(
    session: Session,
    organisation: Organisation,
    *,
    opened_at: datetime | None = None,
    **changes: Any,
) -> AccessReview:
    """An open review of all who work at an organisation; no letter was sent."""
    book, opened_at = rulebook(), opened_at or now()
    due_at = opened_at + book.answer
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "rules_version": book.version,
        "opened_at": opened_at,
        "due_at": due_at,
        "lapses_at": due_at + book.lapse,
        "remind_at": due_at - timedelta(days=7),
    }
    review = AccessReview(**(values | changes))
    session.add(review)
    session.flush()
    for seat in session.scalars(
        select(Seat).where(
            Seat.organisation_id == organisation.id, Seat.ended_at.is_(None)
        )
    ):
        session.add(
            ReviewedSeat(
                review_id=review.id,
                seat_id=seat.id,
                account_id=seat.account_id,
                roles=seat.roles,
                unused=False,
            )
        )
    session.flush()
    return review
