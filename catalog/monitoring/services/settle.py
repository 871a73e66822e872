"""A finding becomes final, and what its points lead to.

Only then does it weigh: nothing has to be taken back after an appeal. Whoever must be
stopped sooner is stopped by an emergency sanction (docs/rules/standing.md).
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.monitoring.models import Finding, Visit
from catalog.monitoring.plans import Effect
from catalog.monitoring.queries import rules_of
from catalog.monitoring.rules import points_for, rung_reached
from core.audit import record
from core.clock import LAST_SECOND
from core.signing import issuer_of
from partners.conflicts.errors import StaffTied
from partners.standing.errors import SanctionUnfit
from partners.standing.models import Sanction, Scope, Severity
from partners.standing.queries import lock_organisation
from partners.standing.rules import Draft
from partners.standing.services.propose import propose_sanction

BREACH = "course_not_as_approved"
NONE = "none"


def settle_next(session: Session, *, at: datetime) -> bool:
    """Make the next decision final against which nobody appealed in time; whether
    there was one."""
    finding = session.scalar(
        select(Finding)
        .where(
            Finding.final_at.is_(None),
            Finding.decided_at.is_not(None),
            Finding.appealed_at.is_(None),
            Finding.appeal_until + LAST_SECOND <= at,
        )
        .order_by(Finding.appeal_until, Finding.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if finding is None:
        return False
    make_final(session, finding, by=finding.decided_by, at=at)
    return True


def make_final(
    session: Session, finding: Finding, *, by: UUID | None, at: datetime
) -> None:
    """Let a held finding weigh. Findings of one institution take turns, so that the
    one that goes over a threshold is one."""
    rules = rules_of(session.get_one(Visit, finding.visit_id))
    lock_organisation(session, finding.provider_id)
    before = points_of(session, finding.provider_id, rules.effect, at=at)
    finding.points = points_for(finding.state, finding.severity, rules)
    finding.final_at = at
    rung = rung_reached(before, before + finding.points, rules.effect)
    session.flush()
    if rung is None:
        return
    sanction = _sanction(session, finding, rung, before + finding.points, by=by, at=at)
    finding.effect = rung if sanction else NONE
    finding.sanction_id = sanction.id if sanction else None
    session.flush()
    record(
        session,
        action="course_finding.effect",
        object_type="course_finding",
        object_id=finding.id,
        at=at,
        after={"effect": finding.effect, "points": before + finding.points},
    )


def points_of(
    session: Session, provider_id: UUID, effect: Effect, *, at: datetime
) -> int:
    """The points of an institution's final findings that still count."""
    since = at - timedelta(days=effect.days)
    total = session.scalar(
        select(func.sum(Finding.points)).where(
            Finding.provider_id == provider_id,
            Finding.points > 0,
            Finding.final_at > since,
        )
    )
    return int(total or 0)


def _sanction(
    session: Session,
    finding: Finding,
    rung: Severity,
    points: int,
    *,
    by: UUID | None,
    at: datetime,
) -> Sanction | None:
    """A warning in force, or a stop of sales that a second person decides about; None
    where the ladder has none for the institution as it stands."""
    draft = Draft(
        organisation_id=finding.provider_id,
        severity=rung,
        scope=Scope.ORGANISATION if rung == Severity.WARNING else Scope.SALES,
        reason_code=BREACH,
        reason=f"Temuan kunjungan kelas: {points} poin dalam setahun.",
        evidence=(f"finding:{finding.id}",),
    )
    zone = issuer_of(session).zone
    try:
        return propose_sanction(session, draft, by=by, at=at, zone=zone)
    except (SanctionUnfit, StaffTied):
        return None
