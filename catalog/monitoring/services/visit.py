"""What a monitor does: accept, decline, attach evidence, report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.monitoring.errors import (
    CheckUnknown,
    TooManyVisitFiles,
    VisitClosed,
    VisitNotBegun,
)
from catalog.monitoring.events import CourseFindingOpened
from catalog.monitoring.letters import FOUND
from catalog.monitoring.models import (
    AskedState,
    Finding,
    Kind,
    MonitoringFile,
    Severity,
    Visit,
    VisitState,
)
from catalog.monitoring.queries import find_visit, rules_of
from catalog.monitoring.rules import Found, Report, check_report
from catalog.monitoring.services.ask import close_asking, give_back
from catalog.monitoring.services.draft import forget_drafts
from catalog.monitoring.services.write import tell_institution
from core.audit import record
from core.clock import end_of_day_after
from core.events import publish
from core.files.keeping import Put, columns_of
from core.formats import moment_text
from core.signing import issuer_of
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict, refuse_tied_staff

MOST_FILES = 20


@dataclass(frozen=True)
class Visitor:
    """A person of a monitor."""

    monitor_id: UUID
    account_id: UUID


def accept_visit(
    session: Session, visit_id: UUID, *, by: Visitor, at: datetime
) -> Visit:
    """Take a visit on. The register of conflicts is asked again.

    Raises VisitNotFound, VisitClosed, ReviewerTied or StaffTied.
    """
    visit = find_visit(session, visit_id, monitor_id=by.monitor_id, lock=True)
    if visit.state != VisitState.ASSIGNED or at >= visit.due_at:
        raise VisitClosed(state=visit.state)
    _refuse_tied(session, visit, by)
    visit.move_to(VisitState.ACCEPTED)
    visit.accepted_by = by.account_id
    visit.due_at = visit.ends_at + rules_of(visit).deadlines.report
    close_asking(session, visit, AskedState.ACCEPTED, at=at)
    _on_record(session, visit, "accepted", at=at)
    return visit


def decline_visit(
    session: Session, visit_id: UUID, *, by: Visitor, cause: str, at: datetime
) -> None:
    """Leave a visit, also one that was accepted, to another monitor, who is drawn at
    once. Raises VisitNotFound or VisitClosed."""
    visit = find_visit(session, visit_id, monitor_id=by.monitor_id, lock=True)
    if visit.state not in (VisitState.ASSIGNED, VisitState.ACCEPTED):
        raise VisitClosed(state=visit.state)
    close_asking(session, visit, AskedState.DECLINED, at=at, cause=cause)
    forget_drafts(session, visit.id)
    _on_record(session, visit, "declined", at=at)
    give_back(session, visit, at=at)


def check_room(session: Session, visit: Visit, check: str) -> None:
    """Raises VisitClosed, CheckUnknown or TooManyVisitFiles."""
    if visit.state != VisitState.ACCEPTED:
        raise VisitClosed(state=visit.state)
    mode = session.get_one(Course, visit.course_id).mode
    if check not in {each.code for each in rules_of(visit).checks_for(mode)}:
        raise CheckUnknown(check=check)
    there = session.scalar(
        select(func.count()).where(MonitoringFile.visit_id == visit.id)
    )
    if (there or 0) >= MOST_FILES:
        raise TooManyVisitFiles(limit=MOST_FILES)


def attach_to_visit(
    session: Session,
    visit_id: UUID,
    file: Put,
    *,
    by: Visitor,
    check: str,
    name: str,
    at: datetime,
) -> MonitoringFile:
    """Keep a file that shows what was seen for a check. Raises VisitNotFound and what
    `check_room` raises."""
    visit = find_visit(session, visit_id, monitor_id=by.monitor_id, lock=True)
    check_room(session, visit, check)
    kept = MonitoringFile(
        visit_id=visit.id,
        check_code=check,
        uploaded_by=by.account_id,
        **columns_of(session, file, name=name, at=at),
    )
    session.add(kept)
    session.flush()
    return kept


def report_visit(
    session: Session, visit_id: UUID, report: Report, *, by: Visitor, at: datetime
) -> Visit:
    """Report what was seen; each finding goes to the institution at once.

    Raises VisitNotFound, VisitClosed, VisitNotBegun, ReviewerTied, StaffTied, or what
    `check_report` raises.
    """
    visit = find_visit(session, visit_id, monitor_id=by.monitor_id, lock=True)
    _refuse_untimely(session, visit, at=at)
    _refuse_tied(session, visit, by)
    course = session.get_one(Course, visit.course_id)
    rules = rules_of(visit)
    check_report(
        report,
        rules.checks_for(course.mode),
        rules.severities,
        shown=_shown(session, visit),
    )
    visit.answers = {
        code: {"answer": str(answer), "note": note}
        for code, (answer, note) in report.answers.items()
    }
    visit.remarks, visit.account_id = report.remarks, by.account_id
    visit.close(VisitState.REPORTED, at=at)
    forget_drafts(session, visit.id)
    session.flush()
    _on_record(session, visit, "reported", at=at)
    for each in report.findings:
        _open(session, visit, course, each, at=at)
    return visit


def _refuse_untimely(session: Session, visit: Visit, *, at: datetime) -> None:
    if visit.state != VisitState.ACCEPTED or at >= visit.due_at:
        raise VisitClosed(state=visit.state)
    if visit.kind == Kind.LIVE and at < visit.starts_at:
        zone = issuer_of(session).zone
        raise VisitNotBegun(starts_at=moment_text(visit.starts_at, zone=zone))


def _refuse_tied(session: Session, visit: Visit, by: Visitor) -> None:
    refuse_conflict(
        session, by.monitor_id, visit.provider_id, purpose=Purpose.ASSESSMENT
    )
    refuse_tied_staff(session, by.account_id, visit.provider_id)


def _shown(session: Session, visit: Visit) -> Sequence[str]:
    return session.scalars(
        select(MonitoringFile.check_code)
        .where(MonitoringFile.visit_id == visit.id)
        .distinct()
    ).all()


def _open(
    session: Session, visit: Visit, course: Course, found: Found, *, at: datetime
) -> None:
    zone, deadlines = issuer_of(session).zone, rules_of(visit).deadlines
    finding = Finding(
        visit_id=visit.id,
        provider_id=visit.provider_id,
        course_id=visit.course_id,
        check_code=found.check,
        severity=found.severity,
        words=found.words,
        links=[{"url": url, "sha256": digest} for url, digest in found.links],
        found_at=at,
        answer_until=end_of_day_after(at, days=deadlines.answer_days, zone=zone),
    )
    session.add(finding)
    session.flush()
    record(
        session,
        action="course_finding.opened",
        object_type="course_finding",
        object_id=finding.id,
        at=at,
        after={"check": found.check, "severity": str(found.severity)},
    )
    publish(
        session,
        CourseFindingOpened(
            occurred_at=at,
            audience=(visit.provider_id,),
            course_finding_id=finding.id,
            course_id=course.id,
            severity=Severity(found.severity),
            answer_until=finding.answer_until,
        ),
    )
    tell_institution(session, finding, FOUND, at=at)


def _on_record(session: Session, visit: Visit, act: str, *, at: datetime) -> None:
    record(
        session,
        action=f"monitoring_visit.{act}",
        object_type="monitoring_visit",
        object_id=visit.id,
        at=at,
    )
