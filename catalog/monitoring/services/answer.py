"""What an institution does about a finding: answer it with evidence, and appeal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.monitoring.errors import AnswerTooLate, NoAppeal, TooManyVisitFiles
from catalog.monitoring.models import Finding, FindingState, MonitoringFile
from catalog.monitoring.queries import find_finding
from core.audit import record
from core.clock import LAST_SECOND
from core.files.keeping import Put, columns_of
from core.formats import moment_text
from core.signing import issuer_of

MOST_FILES = 10


def answer_finding(
    session: Session,
    finding_id: UUID,
    *,
    provider_id: UUID,
    words: str,
    is_mended: bool,
    by: UUID,
    at: datetime,
) -> Finding:
    """Say what happened, and whether it is mended; once, and in time.

    Raises FindingNotFound, FindingClosed or AnswerTooLate.
    """
    finding = find_finding(session, finding_id, provider_id=provider_id, lock=True)
    refuse_late(session, finding, at=at)
    finding.answer, finding.is_mended = words, is_mended
    finding.answered_by, finding.answered_at = by, at
    finding.state = FindingState.ANSWERED
    session.flush()
    _on_record(session, finding, "answered", at=at)
    return finding


def refuse_late(session: Session, finding: Finding, *, at: datetime) -> None:
    """Raises FindingClosed or AnswerTooLate."""
    finding.refuse_unless(FindingState.OPEN)
    if at >= finding.answer_until + LAST_SECOND:
        zone = issuer_of(session).zone
        raise AnswerTooLate(answer_until=moment_text(finding.answer_until, zone=zone))


def check_room(session: Session, finding: Finding, *, at: datetime) -> None:
    """Raises FindingClosed, AnswerTooLate or TooManyVisitFiles."""
    refuse_late(session, finding, at=at)
    there = session.scalar(
        select(func.count()).where(MonitoringFile.finding_id == finding.id)
    )
    if (there or 0) >= MOST_FILES:
        raise TooManyVisitFiles(limit=MOST_FILES)


def attach_to_finding(
    session: Session,
    finding_id: UUID,
    file: Put,
    *,
    provider_id: UUID,
    name: str,
    by: UUID,
    at: datetime,
) -> MonitoringFile:
    """Keep a file that goes with the answer. Raises FindingNotFound and what
    `check_room` raises."""
    finding = find_finding(session, finding_id, provider_id=provider_id, lock=True)
    check_room(session, finding, at=at)
    kept = MonitoringFile(
        visit_id=finding.visit_id,
        finding_id=finding.id,
        check_code=finding.check_code,
        uploaded_by=by,
        **columns_of(session, file, name=name, at=at),
    )
    session.add(kept)
    session.flush()
    return kept


def may_appeal(finding: Finding, *, at: datetime) -> bool:
    """Whether an appeal against the decision is possible at an instant."""
    return (
        finding.final_at is None
        and finding.appealed_at is None
        and finding.appeal_until is not None
        and at < finding.appeal_until + LAST_SECOND
    )


def appeal_finding(
    session: Session,
    finding_id: UUID,
    *,
    provider_id: UUID,
    reason: str,
    at: datetime,
) -> Finding:
    """Appeal against an upheld finding, once. Raises FindingNotFound or NoAppeal."""
    finding = find_finding(session, finding_id, provider_id=provider_id, lock=True)
    if not may_appeal(finding, at=at):
        raise NoAppeal
    finding.appeal, finding.appealed_at = reason, at
    session.flush()
    _on_record(session, finding, "appealed", at=at)
    return finding


def _on_record(session: Session, finding: Finding, act: str, *, at: datetime) -> None:
    record(
        session,
        action=f"course_finding.{act}",
        object_type="course_finding",
        object_id=finding.id,
        at=at,
    )
