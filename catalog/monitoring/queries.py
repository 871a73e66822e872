"""Reads of plans, visits and findings, and holding one while it is decided."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Schedule
from catalog.monitoring.errors import (
    FindingNotFound,
    PlanNotFound,
    VisitFileNotFound,
    VisitNotFound,
)
from catalog.monitoring.models import (
    Asking,
    Finding,
    FrameItem,
    MonitoringFile,
    Plan,
    Visit,
    VisitDraft,
)
from catalog.monitoring.plans import Monitoring, shipped_monitorings


def rules_of(thing: Plan | Visit) -> Monitoring:
    """The document that a plan or a visit is pinned to."""
    return shipped_monitorings()[thing.version]


def find_plan(session: Session, plan_id: UUID) -> Plan:
    """Raises PlanNotFound."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise PlanNotFound
    return plan


def find_visit(
    session: Session, visit_id: UUID, *, monitor_id: UUID, lock: bool = False
) -> Visit:
    """A visit that a monitor is asked for now; raises VisitNotFound."""
    query = select(Visit).where(Visit.id == visit_id, Visit.monitor_id == monitor_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    visit = session.scalar(query)
    if visit is None:
        raise VisitNotFound
    return visit


def draft_of(session: Session, visit_id: UUID, account_id: UUID) -> VisitDraft | None:
    """What somebody has filled in of her report of a visit."""
    return session.get(VisitDraft, (visit_id, account_id))


def find_finding(
    session: Session,
    finding_id: UUID,
    *,
    provider_id: UUID | None = None,
    lock: bool = False,
) -> Finding:
    """A finding, of one institution where one is given; raises FindingNotFound."""
    query = select(Finding).where(Finding.id == finding_id)
    if provider_id is not None:
        query = query.where(Finding.provider_id == provider_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    finding = session.scalar(query)
    if finding is None:
        raise FindingNotFound
    return finding


def visits_for(monitor_id: UUID, state: str | None = None) -> Select[Visit]:
    """The visits of a monitor."""
    query = select(Visit).where(Visit.monitor_id == monitor_id)
    return query if state is None else query.where(Visit.state == state)


def visits_in(plan_id: UUID) -> Select[Visit]:
    """What was chosen for a period."""
    return select(Visit).where(Visit.plan_id == plan_id)


def findings_for(provider_id: UUID, state: str | None = None) -> Select[Finding]:
    """The findings about an institution."""
    query = select(Finding).where(Finding.provider_id == provider_id)
    return query if state is None else query.where(Finding.state == state)


def all_findings(state: str | None, *, appealed: bool = False) -> Select[Finding]:
    """The operator's queue; those with an open appeal alone where wished."""
    query = select(Finding)
    if appealed:
        query = query.where(
            Finding.appealed_at.is_not(None), Finding.appeal_decided_at.is_(None)
        )
    return query if state is None else query.where(Finding.state == state)


def frame_of(plan_id: UUID) -> Select[FrameItem]:
    """Everything that could be chosen for a period."""
    return select(FrameItem).where(FrameItem.plan_id == plan_id)


def counts_of(session: Session, plan_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """How many visits of each plan are in each state."""
    rows = session.execute(
        select(Visit.plan_id, Visit.state, func.count())
        .where(Visit.plan_id.in_(plan_ids))
        .group_by(Visit.plan_id, Visit.state)
    )
    found: dict[UUID, dict[str, int]] = {each: {} for each in plan_ids}
    for plan_id, state, number in rows:
        found[plan_id][state] = number
    return found


def courses_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, Course]:
    """Courses by id."""
    rows = session.scalars(select(Course).where(Course.id.in_(ids)))
    return {each.id: each for each in rows}


def schedules_of(session: Session, ids: Sequence[UUID | None]) -> dict[UUID, Schedule]:
    """Runs by id."""
    rows = session.scalars(select(Schedule).where(Schedule.id.in_(ids)))
    return {each.id: each for each in rows}


def askings_of(session: Session, visit_id: UUID) -> Sequence[Asking]:
    """Who was asked for a visit, in order."""
    return session.scalars(
        select(Asking).where(Asking.visit_id == visit_id).order_by(Asking.id)
    ).all()


def findings_of(session: Session, visit_id: UUID) -> Sequence[Finding]:
    """What a visit found."""
    return session.scalars(
        select(Finding).where(Finding.visit_id == visit_id).order_by(Finding.id)
    ).all()


def files_of_visit(session: Session, visit_id: UUID) -> Sequence[MonitoringFile]:
    """The monitor's files of a visit, in order."""
    return session.scalars(
        select(MonitoringFile)
        .where(MonitoringFile.visit_id == visit_id, MonitoringFile.finding_id.is_(None))
        .order_by(MonitoringFile.id)
    ).all()


def files_of_finding(
    session: Session, finding: Finding
) -> tuple[Sequence[MonitoringFile], Sequence[MonitoringFile]]:
    """What shows a finding, and what the institution showed in its answer."""
    rows = session.scalars(
        select(MonitoringFile)
        .where(
            MonitoringFile.visit_id == finding.visit_id,
            MonitoringFile.check_code == finding.check_code,
        )
        .order_by(MonitoringFile.id)
    ).all()
    shown = [each for each in rows if each.finding_id is None]
    return shown, [each for each in rows if each.finding_id == finding.id]


def find_file(
    session: Session, file_id: UUID, among: Sequence[MonitoringFile]
) -> MonitoringFile:
    """One of some files; raises VisitFileNotFound."""
    found = next((each for each in among if each.id == file_id), None)
    if found is None:
        raise VisitFileNotFound
    return found
