"""The programme decides about a finding, and about an appeal; never whoever visited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.monitoring.errors import (
    NoAppealWaits,
    NotDueYet,
    NothingMended,
    VisitorDecides,
)
from catalog.monitoring.events import CourseFindingDecided
from catalog.monitoring.letters import DECIDED
from catalog.monitoring.models import Finding, FindingState, Outcome, Visit
from catalog.monitoring.queries import find_finding, rules_of
from catalog.monitoring.services.settle import make_final
from catalog.monitoring.services.write import tell_institution
from core.audit import record
from core.clock import LAST_SECOND, end_of_day_after
from core.events import publish
from core.formats import moment_text
from core.signing import issuer_of
from partners.conflicts.services.guard import refuse_tied_staff


def decide_finding(
    session: Session,
    finding_id: UUID,
    *,
    outcome: Outcome,
    reason: str,
    by: UUID,
    at: datetime,
) -> Finding:
    """Uphold a finding, count it as mended, or dismiss it, when it was answered or the
    time for that is over.

    What is dismissed is final at once. Raises FindingNotFound, FindingClosed,
    NotDueYet, VisitorDecides, StaffTied or NothingMended.
    """
    finding = find_finding(session, finding_id, lock=True)
    _refuse_early(session, finding, at=at)
    visit = _refuse_partial(session, finding, by)
    _refuse_unmended(finding, outcome)
    finding.state, finding.decision = FindingState(outcome), reason
    finding.decided_by, finding.decided_at = by, at
    if outcome == Outcome.DISMISSED:
        make_final(session, finding, by=by, at=at)
    else:
        days = rules_of(visit).deadlines.appeal_days
        zone = issuer_of(session).zone
        finding.appeal_until = end_of_day_after(at, days=days, zone=zone)
    session.flush()
    _tell(session, finding, "decided", until=finding.appeal_until, at=at)
    return finding


def decide_appeal(
    session: Session,
    finding_id: UUID,
    *,
    outcome: Outcome,
    reason: str,
    by: UUID,
    at: datetime,
) -> Finding:
    """Decide about an appeal: another person than the first time, and that is final.

    Raises FindingNotFound, NoAppealWaits, VisitorDecides, StaffTied or NothingMended.
    """
    finding = find_finding(session, finding_id, lock=True)
    if not finding.is_appealed:
        raise NoAppealWaits
    _refuse_partial(session, finding, by)
    if by == finding.decided_by:
        raise VisitorDecides
    _refuse_unmended(finding, outcome)
    finding.state, finding.appeal_decision = FindingState(outcome), reason
    finding.appeal_decided_by, finding.appeal_decided_at = by, at
    make_final(session, finding, by=by, at=at)
    session.flush()
    _tell(session, finding, "appeal_decided", until=None, at=at)
    return finding


def _refuse_early(session: Session, finding: Finding, *, at: datetime) -> None:
    if finding.state == FindingState.OPEN and at < finding.answer_until + LAST_SECOND:
        zone = issuer_of(session).zone
        raise NotDueYet(answer_until=moment_text(finding.answer_until, zone=zone))
    finding.refuse_unless(
        FindingState.OPEN, FindingState.ANSWERED, FindingState.UNANSWERED
    )


def _refuse_partial(session: Session, finding: Finding, by: UUID) -> Visit:
    visit = session.get_one(Visit, finding.visit_id)
    if by == visit.account_id:
        raise VisitorDecides
    refuse_tied_staff(session, by, finding.provider_id)
    if visit.monitor_id is not None:
        refuse_tied_staff(session, by, visit.monitor_id)
    return visit


def _refuse_unmended(finding: Finding, outcome: Outcome) -> None:
    if outcome == Outcome.MENDED and not finding.is_mended:
        raise NothingMended


def _tell(
    session: Session,
    finding: Finding,
    act: str,
    *,
    until: datetime | None,
    at: datetime,
) -> None:
    record(
        session,
        action=f"course_finding.{act}",
        object_type="course_finding",
        object_id=finding.id,
        at=at,
        after={"outcome": finding.state, "points": finding.points},
    )
    publish(
        session,
        CourseFindingDecided(
            occurred_at=at,
            audience=(finding.provider_id,),
            course_finding_id=finding.id,
            course_id=finding.course_id,
            outcome=Outcome(finding.state),
            appeal_until=until,
        ),
    )
    tell_institution(session, finding, DECIDED, at=at)
