"""The operator looks at a review, and shows or hides it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews import letters
from catalog.reviews.errors import NothingToDecide
from catalog.reviews.models import (
    ReportState,
    Review,
    ReviewDecision,
    ReviewObjection,
    ReviewReport,
    ReviewState,
)
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.weigh import lock_review, settle, tell_of_change
from core.audit import record
from core.mail import Letter, write_mail
from core.privacy import vault_of
from core.text import Text
from partners.accounts import Account
from partners.conflicts.services.guard import refuse_tied_staff


def decide_review(
    session: Session,
    *,
    review_id: UUID,
    hide_because: str | None,
    note: str,
    by: UUID,
    site: str,
    at: datetime,
) -> Review:
    """Hide a review for a reason of the rules, or show it and let it count (None).

    Either answers all reports and her objection. The writer is told by letter when it
    is hidden, stays so, or is shown after it was not. Raises ReviewNotFound, StaffTied
    for somebody of the institution, or NothingToDecide, also for the second of two.
    """
    review, rating = lock_review(session, review_id)
    course = session.get_one(Course, review.course_id)
    refuse_tied_staff(session, by, course.provider_id)
    wanted = ReviewState.HIDDEN if hide_because else ReviewState.SHOWN
    was, before = ReviewState(review.state), (review.counts, review.stars)
    if was == wanted and review.waits_since is None:
        raise NothingToDecide(state=str(was))
    objected = _answer(session, review_id, hidden=bool(hide_because), at=at)
    review.state = wanted
    review.looked_at = None if hide_because else at
    session.add(
        ReviewDecision(
            review_id=review_id,
            act="hide" if hide_because else "show",
            reason=hide_because,
            note=note,
            decided_by=by,
            decided_at=at,
        )
    )
    settle(session, review, rating, before=before, at=at)
    record(
        session,
        action="review.hidden" if hide_because else "review.kept",
        object_type="review",
        object_id=review_id,
        at=at,
        before={"state": str(was), "counts": before[0]},
        after={"state": str(wanted), "counts": review.counts},
        reason=hide_because,
    )
    if was != wanted:
        tell_of_change(session, review, at=at)
    letter = _letter(was, wanted, objected=objected)
    if letter is not None:
        address = f"{site}/me/courses/{course.id}/review"
        reason = rulebook().hide_reasons[hide_because] if hide_because else Text("", "")
        said = letter.about(
            course=course.title, reason=reason, note=note, address=address
        )
        _write(session, review.participant_id, said, at=at)
    return review


def _answer(session: Session, review_id: UUID, *, hidden: bool, at: datetime) -> bool:
    """Close the reports and the objection; whether there was one."""
    session.execute(
        update(ReviewReport)
        .where(
            ReviewReport.review_id == review_id, ReviewReport.state == ReportState.OPEN
        )
        .values(state=ReportState.UPHELD if hidden else ReportState.DISMISSED)
    )
    objected = session.scalar(
        update(ReviewObjection)
        .where(
            ReviewObjection.review_id == review_id,
            ReviewObjection.answered_at.is_(None),
        )
        .values(answered_at=at)
        .returning(ReviewObjection.review_id)
    )
    return objected is not None


def _letter(was: ReviewState, now: ReviewState, *, objected: bool) -> Letter | None:
    if now == ReviewState.HIDDEN:
        return letters.STAYS_HIDDEN if objected else letters.HIDDEN
    return letters.SHOWN if was != ReviewState.SHOWN else None


def _write(session: Session, account_id: UUID, letter: Letter, *, at: datetime) -> None:
    account = session.scalars(
        select(Account).where(Account.id == account_id, Account.disabled_at.is_(None))
    ).one_or_none()
    if account is None:
        return
    email = vault_of(session).open(account.email_sealed, row=account.id, field="email")
    write_mail(session, to=email, locale=account.locale, letter=letter, at=at)
