"""The operator looks at a review or a reply, and shows or hides it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.events import ReviewReplyDecided
from catalog.reviews.models import Review, ReviewReply
from catalog.reviews.moderation.kinds import REPLIES, REVIEWS
from catalog.reviews.moderation.steps import Verdict, decide, note_decision
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.weigh import (
    lock_reply,
    lock_review,
    settle,
    settle_reply,
    tell_of_change,
)
from core.events import publish
from core.mail import Letter, write_mail
from core.privacy import vault_of
from core.signing import issuer_of
from core.text import Text
from partners.accounts import Account
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff


def decide_review(
    session: Session,
    *,
    review_id: UUID,
    hide_because: str | None,
    note: str,
    by: UUID,
    at: datetime,
) -> Review:
    """Hide a review for a reason of the rules, or show it and let it count (None).

    Either answers all reports and her objection. The writer is told by letter when it
    is hidden, stays so, or is shown after it was not. Raises ReviewNotFound, StaffTied
    for somebody of the institution, or NothingToDecide, also for the second of two.
    """
    verdict = Verdict(hide_because, note, by, at)
    review, rating = lock_review(session, review_id)
    course = session.get_one(Course, review.course_id)
    was, before = str(review.state), (review.counts, review.stars)
    letter = decide(
        session,
        REVIEWS,
        review,
        verdict,
        review_id=review_id,
        provider_id=course.provider_id,
    )
    review.looked_at = None if hide_because else at
    settle(session, review, rating, before=before, at=at)
    note_decision(
        session,
        REVIEWS,
        verdict,
        review_id=review_id,
        before={"state": was, "counts": before[0]},
        after={"state": str(review.state), "counts": review.counts},
    )
    if was != review.state:
        tell_of_change(session, review, at=at)
    if letter is not None:
        _tell_writer(session, review, course, letter, verdict)
    return review


def decide_reply(
    session: Session,
    *,
    review_id: UUID,
    hide_because: str | None,
    note: str,
    by: UUID,
    at: datetime,
) -> ReviewReply:
    """Hide a reply for a reason of the rules, or leave it shown (None); either answers
    all reports and the institution's objection, and it is told.

    Raises ReviewNotFound, ReplyNotFound, StaffTied for somebody of the institution, or
    ReplyDecided, also for the second of two.
    """
    verdict = Verdict(hide_because, note, by, at)
    reply, course = lock_reply(session, review_id)
    was = str(reply.state)
    letter = decide(
        session,
        REPLIES,
        reply,
        verdict,
        review_id=review_id,
        provider_id=course.provider_id,
    )
    settle_reply(session, reply, at=at)
    note_decision(
        session,
        REPLIES,
        verdict,
        review_id=review_id,
        before={"state": was},
        after={"state": str(reply.state)},
    )
    if was != reply.state:
        publish(
            session,
            ReviewReplyDecided(
                occurred_at=at,
                audience=(course.provider_id,),
                review_id=review_id,
                course_id=course.id,
                state=str(reply.state),
                cause=hide_because,
            ),
        )
    if letter is not None:
        _tell_institution(session, course, letter, verdict)
    return reply


def _tell_writer(
    session: Session, review: Review, course: Course, letter: Letter, verdict: Verdict
) -> None:
    account = session.scalars(
        select(Account).where(
            Account.id == review.participant_id, Account.disabled_at.is_(None)
        )
    ).one_or_none()
    if account is None:
        return
    said = letter.about(
        course=course.title,
        reason=rulebook().hide_reasons.get(verdict.hide_because or "", Text("", "")),
        note=verdict.note,
        address=f"{issuer_of(session).address}/me/courses/{course.id}/review",
    )
    email = vault_of(session).open(account.email_sealed, row=account.id, field="email")
    write_mail(session, to=email, locale=account.locale, letter=said, at=verdict.at)


def _tell_institution(
    session: Session, course: Course, letter: Letter, verdict: Verdict
) -> None:
    reasons = rulebook().reply_hide_reasons
    code = session.get_one(Organisation, course.provider_id).code
    tell_staff(
        session,
        course.provider_id,
        letter,
        who_may=Permission.CATALOGUE_WRITE,
        at=verdict.at,
        course=course.title,
        reason=reasons.get(verdict.hide_because or "", Text("", "")),
        note=verdict.note,
        link=f"{issuer_of(session).address}/partner/{code}/reviews",
    )
