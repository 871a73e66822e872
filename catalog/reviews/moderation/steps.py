"""The steps of moderation, the same for both kinds. Whoever calls has locked what is
written, and settles afterwards what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.reviews.models import Review, ReviewReply, ReviewState
from catalog.reviews.moderation.kinds import Kind
from catalog.reviews.moderation.models import ReportState
from core.audit import record
from core.ids import new_id
from core.mail import Letter
from partners.conflicts.services.guard import refuse_tied_staff


@dataclass(frozen=True)
class Verdict:
    """Hide it for a reason of the rules, or show it (None), and a note for whoever
    wrote it."""

    hide_because: str | None
    note: str
    by: UUID
    at: datetime

    @property
    def state(self) -> ReviewState:
        return ReviewState.HIDDEN if self.hide_because else ReviewState.SHOWN


def take_report(session: Session, kind: Kind, **said: Any) -> Any:
    """Write a report down. Raises the kind's refusal of a second one by a person."""
    report = session.scalar(
        insert(kind.reports)
        .values(id=new_id(), state=ReportState.OPEN, **said)
        .on_conflict_do_nothing(index_elements=["review_id", "account_id"])
        .returning(kind.reports)
    )
    if report is None:
        raise kind.reported_twice
    return report


def take_objection(
    session: Session, kind: Kind, written: Review | ReviewReply, **said: Any
) -> Any:
    """Write an objection down. Raises the kind's refusals for what is not hidden, and
    of a second one."""
    if written.state != ReviewState.HIDDEN:
        raise kind.not_hidden
    objection = session.scalar(
        insert(kind.objections)
        .values(**said)
        .on_conflict_do_nothing(index_elements=["review_id"])
        .returning(kind.objections)
    )
    if objection is None:
        raise kind.objected_twice
    record(
        session,
        action=f"{kind.audited_as}.objected",
        object_type="review",
        object_id=said["review_id"],
        at=said["filed_at"],
    )
    return objection


def decide(
    session: Session,
    kind: Kind,
    written: Review | ReviewReply,
    verdict: Verdict,
    *,
    review_id: UUID,
    provider_id: UUID,
) -> Letter | None:
    """Give it the state that somebody wants, which answers all reports and the
    objection; the letter to whoever wrote it, if there is something to say.

    Raises StaffTied for somebody of the institution, or the kind's refusal where
    nothing is to be decided, also for the second of two.
    """
    refuse_tied_staff(session, verdict.by, provider_id)
    was = written.state
    if was == verdict.state and written.waits_since is None:
        raise kind.decided_already(state=str(was))
    objected = _answer(session, kind, review_id, verdict)
    written.state = verdict.state
    decision = {
        "review_id": review_id,
        "act": "hide" if verdict.hide_because else "show",
        "reason": verdict.hide_because,
        "note": verdict.note,
        "decided_by": verdict.by,
        "decided_at": verdict.at,
    }
    session.add(kind.decisions(**decision))
    if verdict.hide_because:
        return kind.stays_hidden if objected else kind.hidden
    return kind.shown if was != verdict.state else None


def note_decision(
    session: Session,
    kind: Kind,
    verdict: Verdict,
    *,
    review_id: UUID,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """The decision's line of the audit trail."""
    record(
        session,
        action=f"{kind.audited_as}.{'hidden' if verdict.hide_because else 'kept'}",
        object_type="review",
        object_id=review_id,
        at=verdict.at,
        before=before,
        after=after,
        reason=verdict.hide_because,
    )


def somebody_spoke(session: Session, kind: Kind, review_id: UUID) -> bool:
    """Whether a report or an objection waits for an answer."""
    reports, objections = kind.reports, kind.objections
    reported = exists().where(
        reports.review_id == review_id, reports.state == ReportState.OPEN
    )
    objected = exists().where(
        objections.review_id == review_id, objections.answered_at.is_(None)
    )
    return bool(session.scalar(select(reported | objected)))


def _answer(session: Session, kind: Kind, review_id: UUID, verdict: Verdict) -> bool:
    """Close the reports and the objection; whether there was one."""
    reports, objections = kind.reports, kind.objections
    answer = ReportState.UPHELD if verdict.hide_because else ReportState.DISMISSED
    session.execute(
        update(reports)
        .where(reports.review_id == review_id, reports.state == ReportState.OPEN)
        .values(state=answer)
    )
    objected = session.scalar(
        update(objections)
        .where(objections.review_id == review_id, objections.answered_at.is_(None))
        .values(answered_at=verdict.at)
        .returning(objections.review_id)
    )
    return objected is not None
