"""Reporting a reply, deciding about it, and objecting; under the lock of its review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews.events import ReviewReplyDecided
from catalog.reviews.models import ReplyState, ReportState, ReviewReply
from catalog.reviews.replies import letters
from catalog.reviews.replies.errors import (
    ReplyDecided,
    ReplyNotFound,
    ReplyNotHidden,
    ReplyObjectedTwice,
    ReplyReportedTwice,
)
from catalog.reviews.replies.models import ReplyDecision, ReplyObjection, ReplyReport
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.report import refuse_too_many, take_turns
from catalog.reviews.services.weigh import lock_review
from core.audit import record
from core.events import publish
from core.ids import new_id
from core.mail import Letter
from core.signing import issuer_of
from core.text import Text
from partners.conflicts.services.guard import refuse_tied_staff
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff


def report_reply(
    session: Session,
    *,
    review_id: UUID,
    account_id: UUID,
    reason: str,
    note: str,
    at: datetime,
) -> ReplyReport:
    """Put a reply that everybody reads before the operator. Nothing is hidden by a
    report alone.

    Raises ReviewNotFound, ReplyNotFound, ReplyReportedTwice or TooManyReports.
    """
    take_turns(session, account_id)
    reply, _ = _lock_reply(session, review_id, shown_only=True)
    report: ReplyReport | None = session.scalar(
        insert(ReplyReport)
        .values(
            id=new_id(),
            review_id=review_id,
            account_id=account_id,
            reason=reason,
            note=note,
            reported_at=at,
            state=ReportState.OPEN,
        )
        .on_conflict_do_nothing(index_elements=["review_id", "account_id"])
        .returning(ReplyReport)
    )
    if report is None:
        raise ReplyReportedTwice
    refuse_too_many(session, account_id, at=at)
    _settle(session, reply, at=at)
    return report


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
    reply, course = _lock_reply(session, review_id)
    refuse_tied_staff(session, by, course.provider_id)
    wanted = ReplyState.HIDDEN if hide_because else ReplyState.SHOWN
    was = ReplyState(reply.state)
    if was == wanted and reply.waits_since is None:
        raise ReplyDecided(state=str(was))
    objected = _answer(session, review_id, hidden=bool(hide_because), at=at)
    reply.state = wanted
    session.add(
        ReplyDecision(
            review_id=review_id,
            act="hide" if hide_because else "show",
            reason=hide_because,
            note=note,
            decided_by=by,
            decided_at=at,
        )
    )
    session.flush()
    _settle(session, reply, at=at)
    record(
        session,
        action="review_reply.hidden" if hide_because else "review_reply.kept",
        object_type="review",
        object_id=review_id,
        at=at,
        before={"state": str(was)},
        after={"state": str(wanted)},
        reason=hide_because,
    )
    if was != wanted:
        _publish(session, review_id, course, wanted, hide_because, at=at)
    letter = _letter(was, wanted, objected=objected)
    if letter is not None:
        _tell(session, course, letter, because=hide_because, note=note, at=at)
    return reply


def object_to_hiding(
    session: Session,
    *,
    review_id: UUID,
    provider_id: UUID,
    words: str,
    by: UUID,
    at: datetime,
) -> ReplyObjection:
    """Ask the operator to look once more. Raises ReviewNotFound, ReplyNotFound,
    ReplyNotHidden or ReplyObjectedTwice."""
    reply, _ = _lock_reply(session, review_id, provider_id=provider_id)
    if reply.state != ReplyState.HIDDEN:
        raise ReplyNotHidden
    objection: ReplyObjection | None = session.scalar(
        insert(ReplyObjection)
        .values(review_id=review_id, words=words, filed_by=by, filed_at=at)
        .on_conflict_do_nothing(index_elements=["review_id"])
        .returning(ReplyObjection)
    )
    if objection is None:
        raise ReplyObjectedTwice
    _settle(session, reply, at=at)
    record(
        session,
        action="review_reply.objected",
        object_type="review",
        object_id=review_id,
        at=at,
    )
    return objection


def _lock_reply(
    session: Session,
    review_id: UUID,
    *,
    provider_id: UUID | None = None,
    shown_only: bool = False,
) -> tuple[ReviewReply, Course]:
    review, _ = lock_review(
        session, review_id, provider_id=provider_id, shown_only=shown_only
    )
    reply = session.get(ReviewReply, review_id, populate_existing=True)
    if reply is None or (shown_only and reply.state != ReplyState.SHOWN):
        raise ReplyNotFound
    return reply, session.get_one(Course, review.course_id)


def _settle(session: Session, reply: ReviewReply, *, at: datetime) -> None:
    """Whether somebody is to look, and since when."""
    reported = exists().where(
        ReplyReport.review_id == reply.review_id, ReplyReport.state == ReportState.OPEN
    )
    objected = exists().where(
        ReplyObjection.review_id == reply.review_id,
        ReplyObjection.answered_at.is_(None),
    )
    waits = session.scalar(select(reported | objected))
    reply.waits_since = (reply.waits_since or at) if waits else None
    session.flush()


def _answer(session: Session, review_id: UUID, *, hidden: bool, at: datetime) -> bool:
    """Close the reports and the objection; whether there was one."""
    session.execute(
        update(ReplyReport)
        .where(
            ReplyReport.review_id == review_id, ReplyReport.state == ReportState.OPEN
        )
        .values(state=ReportState.UPHELD if hidden else ReportState.DISMISSED)
    )
    objected = session.scalar(
        update(ReplyObjection)
        .where(
            ReplyObjection.review_id == review_id, ReplyObjection.answered_at.is_(None)
        )
        .values(answered_at=at)
        .returning(ReplyObjection.review_id)
    )
    return objected is not None


def _letter(was: ReplyState, now: ReplyState, *, objected: bool) -> Letter | None:
    if now == ReplyState.HIDDEN:
        return letters.STAYS_HIDDEN if objected else letters.HIDDEN
    return letters.SHOWN if was != ReplyState.SHOWN else None


def _publish(
    session: Session,
    review_id: UUID,
    course: Course,
    state: ReplyState,
    cause: str | None,
    *,
    at: datetime,
) -> None:
    publish(
        session,
        ReviewReplyDecided(
            occurred_at=at,
            audience=(course.provider_id,),
            review_id=review_id,
            course_id=course.id,
            state=str(state),
            cause=cause,
        ),
    )


def _tell(
    session: Session,
    course: Course,
    letter: Letter,
    *,
    because: str | None,
    note: str,
    at: datetime,
) -> None:
    reasons = rulebook().reply_hide_reasons
    code = session.get_one(Organisation, course.provider_id).code
    tell_staff(
        session,
        course.provider_id,
        letter,
        who_may=Permission.CATALOGUE_WRITE,
        at=at,
        course=course.title,
        reason=reasons[because] if because else Text("", ""),
        note=note,
        link=f"{issuer_of(session).address}/partner/{code}/reviews",
    )
