"""Asking a monitor that has no conflict, drawn by hash.

Programme rules, section 10: monitors are not the assessors of what they look at.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.curation.drawing import draw, new_seed
from catalog.curation.models import Case, Task, TaskState
from catalog.monitoring.events import MonitoringVisitAssigned
from catalog.monitoring.letters import ASKED
from catalog.monitoring.models import (
    OPEN_VISITS,
    AskedState,
    Asking,
    Kind,
    Visit,
    VisitState,
)
from catalog.monitoring.queries import rules_of
from core.audit import record
from core.events import publish
from core.formats import moment_text
from core.signing import issuer_of
from partners.conflicts.fitness import in_groups_of, tied_among, with_the_role
from partners.conflicts.models import ReviewRole
from partners.organisations.models import Kind as OrganisationKind
from partners.organisations.models import Organisation
from partners.organisations.queries import approved_of_kind
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff

DAY = timedelta(days=1)


def ask_next(session: Session, *, after: UUID | None, at: datetime) -> UUID | None:
    """Ask somebody for the next visit that waits for a monitor; its id, None after the
    last. Where nobody is left it goes on waiting."""
    query = select(Visit).where(Visit.state == VisitState.WAITING, Visit.due_at > at)
    if after is not None:
        query = query.where(Visit.id > after)
    visit = session.scalar(
        query.order_by(Visit.id).limit(1).with_for_update(skip_locked=True)
    )
    if visit is None:
        return None
    ask_monitor(session, visit, at=at)
    return visit.id


def ask_monitor(session: Session, visit: Visit, *, at: datetime) -> None:
    """Draw one of the monitors without a conflict, and tell it."""
    excluded = exclusions(session, visit)
    candidates = [
        str(each)
        for each in approved_of_kind(session, OrganisationKind.MONITOR)
        if each not in excluded
    ]
    if not candidates:
        return
    seed = new_seed()
    drawn = UUID(draw(seed, candidates, seats=1)[0])
    session.add(
        Asking(
            visit_id=visit.id,
            organisation_id=drawn,
            seed=seed,
            candidates=candidates,
            excluded=[
                {"organisation_id": str(each), "reason": reason}
                for each, reason in sorted(excluded.items())
            ],
            asked_at=at,
        )
    )
    visit.move_to(VisitState.ASSIGNED)
    visit.monitor_id = drawn
    visit.due_at = _accept_until(visit, at=at)
    session.flush()
    _tell(session, visit, drawn, at=at)


def close_asking(
    session: Session,
    visit: Visit,
    state: AskedState,
    *,
    at: datetime,
    cause: str | None = None,
) -> None:
    """Write down what became of the asking that is open."""
    asking = session.scalars(
        select(Asking).where(
            Asking.visit_id == visit.id,
            Asking.organisation_id == visit.monitor_id,
        )
    ).one()
    asking.state, asking.closed_at, asking.cause = state, at, cause


def give_back(session: Session, visit: Visit, *, at: datetime) -> None:
    """Ask another monitor; who was asked is not asked again."""
    visit.move_to(VisitState.WAITING)
    visit.monitor_id = visit.accepted_by = None
    visit.due_at = _latest_start(visit)
    session.flush()
    if visit.due_at > at:
        ask_monitor(session, visit, at=at)


def exclusions(session: Session, visit: Visit) -> Mapping[UUID, str]:
    """The monitors that are not asked, each with the reason: `asked` before, an
    `assessor` of the institution, `tied` to it, or `busy` with as much as one monitor
    is asked for."""
    monitors, provider = (
        approved_of_kind(session, OrganisationKind.MONITOR),
        visit.provider_id,
    )
    tied = tied_among(session, monitors, provider)
    judging = with_the_role(session, monitors, provider, ReviewRole.ASSESSOR)
    judging |= in_groups_of(session, monitors, _judges(session, provider))
    reasons = dict.fromkeys(_busy(session, visit), "busy")
    reasons |= dict.fromkeys(tied, "tied")
    reasons |= dict.fromkeys(judging, "assessor")
    reasons |= dict.fromkeys(_asked(session, visit), "asked")
    return reasons


def _accept_until(visit: Visit, *, at: datetime) -> datetime:
    return min(at + rules_of(visit).deadlines.accept, _latest_start(visit))


def _latest_start(visit: Visit) -> datetime:
    """Until when a visit can still begin."""
    return visit.starts_at if visit.kind == Kind.LIVE else visit.ends_at


def _judges(session: Session, provider_id: UUID) -> Collection[UUID]:
    """Who judges a course of the institution, or did."""
    return set(
        session.scalars(
            select(Task.organisation_id)
            .join(Case, Case.id == Task.case_id)
            .where(
                Case.provider_id == provider_id,
                Task.state.in_([TaskState.ASSIGNED, TaskState.SUBMITTED]),
            )
            .distinct()
        )
    )


def _busy(session: Session, visit: Visit) -> Collection[UUID]:
    """Who has as many visits of that kind as the rules allow: live ones on the day on
    which it begins, self-paced ones at once."""
    load = rules_of(visit).load
    if load is None:
        return ()
    theirs = (
        select(Visit.monitor_id)
        .where(Visit.kind == visit.kind, Visit.monitor_id.is_not(None))
        .group_by(Visit.monitor_id)
    )
    if visit.kind == Kind.SELF_PACED:
        wanted = theirs.where(Visit.state.in_(OPEN_VISITS))
        most = load.self_paced_at_once
    else:
        zone = issuer_of(session).zone
        begin = datetime.combine(visit.starts_at.astimezone(zone), time(), zone)
        wanted = theirs.where(
            Visit.state.in_([*OPEN_VISITS, VisitState.REPORTED]),
            Visit.starts_at >= begin,
            Visit.starts_at < begin + DAY,
        )
        most = load.live_a_day
    found = session.scalars(wanted.having(func.count() >= most))
    return [monitor_id for monitor_id in found if monitor_id is not None]


def _asked(session: Session, visit: Visit) -> Collection[UUID]:
    return session.scalars(
        select(Asking.organisation_id).where(Asking.visit_id == visit.id)
    ).all()


def _tell(session: Session, visit: Visit, monitor_id: UUID, *, at: datetime) -> None:
    record(
        session,
        action="monitoring_visit.assigned",
        object_type="monitoring_visit",
        object_id=visit.id,
        at=at,
        after={"monitor_id": str(monitor_id)},
    )
    publish(
        session,
        MonitoringVisitAssigned(
            occurred_at=at,
            audience=(monitor_id,),
            monitoring_visit_id=visit.id,
            kind=Kind(visit.kind),
            accept_until=visit.due_at,
        ),
    )
    issuer = issuer_of(session)
    code = session.get_one(Organisation, monitor_id).code
    tell_staff(
        session,
        monitor_id,
        ASKED,
        who_may=Permission.COURSES_MONITOR,
        at=at,
        title=session.get_one(Course, visit.course_id).title,
        starts=moment_text(visit.starts_at, zone=issuer.zone),
        until=moment_text(visit.due_at, zone=issuer.zone),
        link=f"{issuer.address}/partner/{code}/visits/{visit.id}",
    )
