"""What time ends: askings, visits, answers; and what a cancelled run ends."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.monitoring.letters import REMINDER
from catalog.monitoring.models import (
    OPEN_VISITS,
    AskedState,
    Finding,
    FindingState,
    Visit,
    VisitState,
)
from catalog.monitoring.plans import shipped_monitorings
from catalog.monitoring.queries import rules_of
from catalog.monitoring.services.ask import close_asking, give_back
from catalog.monitoring.services.draft import forget_drafts
from catalog.monitoring.services.times import times_of
from catalog.monitoring.services.write import tell_institution
from catalog.schedules.events import ScheduleCancelled, ScheduleChanged
from core.audit import record
from core.clock import LAST_SECOND

CAUSES = {
    VisitState.WAITING: "no_monitor",
    VisitState.ASSIGNED: "not_accepted",
    VisitState.ACCEPTED: "not_reported",
}


def expire_next(session: Session, *, at: datetime) -> bool:
    """End the next step of a visit that nobody took in time; whether there was one.

    A monitor that did not accept is replaced while the class can still be visited.
    """
    visit = session.scalar(
        select(Visit)
        .where(Visit.state.in_(OPEN_VISITS), Visit.due_at <= at)
        .order_by(Visit.due_at, Visit.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if visit is None:
        return False
    state = VisitState(visit.state)
    if state == VisitState.ASSIGNED:
        close_asking(session, visit, AskedState.EXPIRED, at=at)
        give_back(session, visit, at=at)
        if visit.due_at > at:
            return True
    visit.close(VisitState.MISSED, at=at, cause=CAUSES[state])
    forget_drafts(session, visit.id)
    _on_record(session, visit, "missed", at=at)
    return True


def close_answers_next(session: Session, *, at: datetime) -> bool:
    """Note of the next finding that it was not answered in time; whether there was
    one."""
    finding = session.scalar(
        select(Finding)
        .where(
            Finding.state == FindingState.OPEN, Finding.answer_until + LAST_SECOND <= at
        )
        .order_by(Finding.answer_until, Finding.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if finding is None:
        return False
    finding.state = FindingState.UNANSWERED
    record(
        session,
        action="course_finding.unanswered",
        object_type="course_finding",
        object_id=finding.id,
        at=at,
    )
    return True


def remind_next(session: Session, *, at: datetime) -> bool:
    """Remind of the next answer that is due soon; whether there was one."""
    soon = max(each.deadlines.reminder for each in shipped_monitorings().values())
    finding = session.scalar(
        select(Finding)
        .where(
            Finding.state == FindingState.OPEN,
            Finding.reminded_at.is_(None),
            Finding.answer_until > at,
            Finding.answer_until <= at + soon,
        )
        .order_by(Finding.answer_until, Finding.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if finding is None:
        return False
    finding.reminded_at = at
    session.flush()
    tell_institution(session, finding, REMINDER, at=at)
    return True


def on_run_cancelled(session: Session, event: ScheduleCancelled) -> None:
    """Nobody has to visit what was called off."""
    for visit in _open_visits(session, event.schedule_id):
        visit.close(VisitState.CANCELLED, at=event.occurred_at, cause="run_cancelled")
        forget_drafts(session, visit.id)
        _on_record(session, visit, "cancelled", at=event.occurred_at)
    session.flush()


def on_run_changed(session: Session, event: ScheduleChanged) -> None:
    """A visit goes where its session goes."""
    visits = _open_visits(session, event.schedule_id) if event.moved else ()
    if not visits:
        return
    times = times_of(session, [(each.schedule_id, each.sequence) for each in visits])
    for visit in visits:
        key = (visit.schedule_id, visit.sequence)
        visit.starts_at, visit.ends_at = times[key]
        match visit.state:
            case VisitState.ACCEPTED:
                visit.due_at = visit.ends_at + rules_of(visit).deadlines.report
            case VisitState.ASSIGNED:
                visit.due_at = min(visit.due_at, visit.starts_at)
            case VisitState.WAITING:
                visit.due_at = visit.starts_at
    session.flush()


def _open_visits(session: Session, schedule_id: UUID) -> Sequence[Visit]:
    return session.scalars(
        select(Visit)
        .where(Visit.schedule_id == schedule_id, Visit.state.in_(OPEN_VISITS))
        .order_by(Visit.id)
        .with_for_update()
    ).all()


def _on_record(session: Session, visit: Visit, act: str, *, at: datetime) -> None:
    session.flush()
    record(
        session,
        action=f"monitoring_visit.{act}",
        object_type="monitoring_visit",
        object_id=visit.id,
        at=at,
        after={"cause": visit.cause} if visit.cause else None,
    )
