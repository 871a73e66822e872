"""Somebody says that a review or a reply should not be there. Nothing is hidden by
reports alone, however many there are."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.reviews.errors import OwnReviewReported, TooManyReports
from catalog.reviews.moderation.kinds import REPLIES, REVIEWS
from catalog.reviews.moderation.models import ReplyReport, ReviewReport
from catalog.reviews.moderation.steps import take_report
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.weigh import (
    lock_reply,
    lock_review,
    settle,
    settle_reply,
)

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
    """Put a shown review before the operator, with a reason of the rules.

    Raises ReviewNotFound, OwnReviewReported, ReportTwice or TooManyReports.
    """
    _take_turns(session, account_id)
    review, rating = lock_review(session, review_id, shown_only=True)
    if review.participant_id == account_id:
        raise OwnReviewReported
    report: ReviewReport = take_report(
        session,
        REVIEWS,
        review_id=review_id,
        account_id=account_id,
        reason=reason,
        note=note,
        reported_at=at,
    )
    _refuse_too_many(session, account_id, at=at)
    settle(session, review, rating, before=(review.counts, review.stars), at=at)
    return report


def report_reply(
    session: Session,
    *,
    review_id: UUID,
    account_id: UUID,
    reason: str,
    note: str,
    at: datetime,
) -> ReplyReport:
    """Put a reply that everybody reads before the operator.

    Raises ReviewNotFound, ReplyNotFound, ReplyReportedTwice or TooManyReports.
    """
    _take_turns(session, account_id)
    reply, _ = lock_reply(session, review_id, shown_only=True)
    report: ReplyReport = take_report(
        session,
        REPLIES,
        review_id=review_id,
        account_id=account_id,
        reason=reason,
        note=note,
        reported_at=at,
    )
    _refuse_too_many(session, account_id, at=at)
    settle_reply(session, reply, at=at)
    return report


def _take_turns(session: Session, account_id: UUID) -> None:
    """A person's reports come one after the other, so that no two pass the limit of a
    day together; at worst she waits for a stranger whose id has the same hash."""
    turn = func.hashtextextended(f"report {account_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(turn)))


def _refuse_too_many(session: Session, account_id: UUID, *, at: datetime) -> None:
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
