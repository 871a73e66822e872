"""Somebody says that a review should not be there."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.reviews.errors import OwnReviewReported, ReportTwice, TooManyReports
from catalog.reviews.models import ReviewReport
from catalog.reviews.replies.models import ReplyReport
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.weigh import lock_review, settle
from core.ids import new_id

A_DAY = timedelta(days=1)


def report_review(
    session: Session,
    *,
    review_id: UUID,
    account_id: UUID,
    reason: str,
    note: str,
    at: datetime,
) -> ReviewReport:
    """Put a shown review before the operator, with a reason of the rules. Nothing is
    hidden by a report alone, however many there are.

    Raises ReviewNotFound, OwnReviewReported, ReportTwice or TooManyReports.
    """
    take_turns(session, account_id)
    review, rating = lock_review(session, review_id, shown_only=True)
    if review.participant_id == account_id:
        raise OwnReviewReported
    report: ReviewReport | None = session.scalar(
        insert(ReviewReport)
        .values(
            id=new_id(),
            review_id=review_id,
            account_id=account_id,
            reason=reason,
            note=note,
            reported_at=at,
        )
        .on_conflict_do_nothing(index_elements=["review_id", "account_id"])
        .returning(ReviewReport)
    )
    if report is None:
        raise ReportTwice
    refuse_too_many(session, account_id, at=at)
    before = (review.counts, review.stars)
    settle(session, review, rating, before=before, at=at)
    return report


def take_turns(session: Session, account_id: UUID) -> None:
    """A person's reports come one after the other, so that no two pass the limit of a
    day together; at worst she waits for a stranger whose id has the same hash."""
    turn = func.hashtextextended(f"report {account_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(turn)))


def refuse_too_many(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Reports of reviews and of replies count together. The report itself is counted,
    and goes with the refusal."""
    most = rulebook().reports_a_day
    today = sum(
        session.scalar(
            select(func.count()).where(
                kind.account_id == account_id, kind.reported_at > at - A_DAY
            )
        )
        or 0
        for kind in (ReviewReport, ReplyReport)
    )
    if today > most:
        raise TooManyReports(most=most)
