"""Invented visits, so that there is something to look at: one of a class that a monitor
is asked for, and one that found something, which the institution may answer."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, CourseStatus, Mode, Schedule
from catalog.curation.drawing import new_seed
from catalog.monitoring.models import FrameItem, Kind, Plan, Severity, Visit, Why
from catalog.monitoring.plans import Monitoring, monitoring_in_force
from catalog.monitoring.rules import Answer, Found, Report
from catalog.monitoring.services.ask import ask_monitor
from catalog.monitoring.services.commit import SEED, commitment_to
from catalog.monitoring.services.frame import bounds_of, last_instant
from catalog.monitoring.services.visit import Visitor, accept_visit, report_visit
from core.ids import new_id
from core.privacy import vault_of
from marketplace.seed.demo import INSTITUTION, MONITOR, PASSWORD
from partners.accounts.services.register import register_account
from partners.accounts.services.verify_email import mark_verified
from partners.organisations.models import Organisation
from partners.staff.queries import seat_at
from partners.staff.services.appoint import appoint

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
NOT_SO = "interaction"


def seed_monitoring(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """Two visits and a finding; how many visits are new."""
    if session.scalar(select(Plan.id).limit(1)) is not None:
        return 0
    rules = monitoring_in_force(on=at.astimezone(zone).date())
    alone = _course(session)
    run = _run(session, after=at)
    if alone is None or run is None:
        return 0
    account_id = _monitor(session, at=at)
    _reported(session, alone, rules, account_id, zone=zone, at=at)
    _asked(session, run, rules, account_id, zone=zone, at=at)
    return 2


def _reported(
    session: Session,
    course: Course,
    rules: Monitoring,
    account_id: UUID,
    *,
    zone: ZoneInfo,
    at: datetime,
) -> None:
    """A self-paced course that somebody went through in the week before."""
    plan = _plan(session, rules, at - WEEK, zone=zone)
    first, end = bounds_of(plan, zone)
    times = (first, last_instant(end))
    visit = _visit(session, plan, course, str(course.id), times)
    then = first + timedelta(days=2)
    ask_monitor(session, visit, at=then)
    by = _seated(session, visit, account_id, at=then)
    accept_visit(session, visit.id, by=by, at=then)
    answers = {each.code: (Answer.YES, "") for each in rules.checks_for(course.mode)}
    answers[NOT_SO] = (Answer.NO, "Pertanyaan di forum tidak dijawab selama tiga hari.")
    found = Found(NOT_SO, Severity.MINOR, answers[NOT_SO][1])
    report = Report(answers, [found], "Materi jelas dan lengkap.")
    # In time, whichever day of the week it is.
    reported_at = min(at, visit.due_at) - timedelta(hours=1)
    report_visit(session, visit.id, report, by=by, at=reported_at)


def _asked(
    session: Session,
    run: Schedule,
    rules: Monitoring,
    account_id: UUID,
    *,
    zone: ZoneInfo,
    at: datetime,
) -> None:
    """A class that begins in some days."""
    plan = _plan(session, rules, run.starts_at, zone=zone)
    course = session.get_one(Course, run.course_id)
    times = (run.starts_at, run.ends_at)
    visit = _visit(session, plan, course, f"{run.id}/0", times, run=run)
    ask_monitor(session, visit, at=at)
    _seated(session, visit, account_id, at=at)


def _plan(
    session: Session, rules: Monitoring, during: datetime, *, zone: ZoneInfo
) -> Plan:
    """The drawn plan of the period that an instant is in."""
    first_on = rules.period.first_of(during.astimezone(zone).date())
    identity, seed = new_id(), new_seed()
    noon = datetime(first_on.year, first_on.month, first_on.day, 12, tzinfo=zone)
    plan = Plan(
        id=identity,
        first_on=first_on,
        ends_on=first_on + timedelta(days=rules.period.days),
        version=rules.version,
        commitment=commitment_to(seed),
        seed_sealed=vault_of(session).seal(seed, row=identity, field=SEED),
        committed_at=noon - timedelta(days=rules.period.commit_days),
        drawn_at=noon - timedelta(days=rules.period.draw_days),
        live=0,
        self_paced=0,
    )
    session.add(plan)
    session.flush()
    return plan


def _visit(
    session: Session,
    plan: Plan,
    course: Course,
    item: str,
    times: tuple[datetime, datetime],
    run: Schedule | None = None,
) -> Visit:
    """The only thing in its frame, and therefore chosen."""
    seed = vault_of(session).open(plan.seed_sealed, row=plan.id, field=SEED)
    same = {
        "plan_id": plan.id,
        "item": item,
        "kind": Kind.LIVE if run else Kind.SELF_PACED,
        "course_id": course.id,
        "provider_id": course.provider_id,
        "schedule_id": run.id if run else None,
        "sequence": 0 if run else None,
        "points": 0,
    }
    ticket = hashlib.sha256(f"{seed}:{item}".encode()).digest()
    visit = Visit(
        **same,
        why=Why.DRAW,
        factors={},
        frame_size=1,
        version=plan.version,
        starts_at=times[0],
        ends_at=times[1],
        due_at=times[0 if run else 1],
    )
    plan.live, plan.self_paced = (1, 0) if run else (0, 1)
    session.add_all([FrameItem(**same, ticket=ticket), visit])
    session.flush()
    return visit


def _monitor(session: Session, *, at: datetime) -> UUID:
    account = register_account(
        session,
        email=MONITOR.email,
        full_name=MONITOR.name,
        password=PASSWORD,
        at=at,
    )
    mark_verified(session, account, at=at)
    return account.id


def _seated(
    session: Session, visit: Visit, account_id: UUID, *, at: datetime
) -> Visitor:
    """She sits at whichever monitor was drawn; both visits may be one's."""
    drawn = session.get_one(Organisation, visit.monitor_id)
    if seat_at(session, account_id, organisation_id=drawn.id) is None:
        appoint(session, drawn, account_id=account_id, roles=MONITOR.roles, at=at)
    return Visitor(drawn.id, account_id)


def _course(session: Session) -> Course | None:
    """One of the institution whose owner can sign in."""
    return session.scalar(
        select(Course)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(
            Organisation.code == INSTITUTION,
            Course.status == CourseStatus.PUBLISHED,
            Course.mode == Mode.SELF_PACED,
        )
        .order_by(Course.code)
        .limit(1)
    )


def _run(session: Session, *, after: datetime) -> Schedule | None:
    """The webinar, of whichever institution, that begins first."""
    return session.scalar(
        select(Schedule)
        .join(Course, Course.id == Schedule.course_id)
        .where(
            Course.status == CourseStatus.PUBLISHED,
            Course.mode == Mode.WEBINAR,
            Schedule.starts_at > after + DAY,
        )
        .order_by(Schedule.starts_at, Schedule.id)
        .limit(1)
    )
