"""Judging a plan and writing it into its row."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Mode, Schedule
from catalog.regions.models import District
from catalog.schedules.errors import ScheduleUnfit
from catalog.schedules.models import ScheduleSession
from catalog.schedules.rules import Finding, Plan, findings, not_in_time
from catalog.schedules.standards import RunStandard, standard_in_force
from core.text import Text

NO_DISTRICT = Text("There is no such district.", "Kecamatan ini tidak ada.")


def standard_at(at: datetime, *, zone: str) -> RunStandard:
    """The rules of the day on which somebody plans."""
    return standard_in_force(on=at.astimezone(ZoneInfo(zone)).date())


def check_plan(
    session: Session,
    course: Course,
    plan: Plan,
    standard: RunStandard,
    *,
    is_new_time: bool,
    at: datetime,
) -> None:
    """Raise ScheduleUnfit with all that keeps the plan from being a run."""
    mode = Mode(course.mode)
    found = findings(plan, standard, mode=mode, sessions=course.sessions)
    if is_new_time and plan.sessions:
        found += not_in_time(plan, standard, mode=mode, at=at)
    if plan.district_code and session.get(District, plan.district_code) is None:
        source = standard.source
        found.append(Finding("/district_code", "unknown", NO_DISTRICT, source))
    if found:
        raise ScheduleUnfit(
            count=len(found), findings=[dict(each.shown()) for each in found]
        )


def write_plan(
    session: Session,
    schedule: Schedule,
    plan: Plan,
    standard: RunStandard,
    *,
    mode: Mode,
    at: datetime,
) -> None:
    """Let the row say what the plan says."""
    schedule.starts_at, schedule.ends_at = plan.starts_at, plan.ends_at
    schedule.enrolment_opens_at = plan.enrolment_opens_at
    schedule.enrolment_closes_at = plan.closing(standard.modes[mode])
    schedule.capacity, schedule.zone = plan.capacity, plan.zone
    schedule.district_code, schedule.place, schedule.link = plan.where
    schedule.access = list(plan.access)
    schedule.evening = mode != Mode.SELF_PACED and plan.is_evening(standard)
    schedule.changed_at = at
    session.add(schedule)
    session.flush()
    session.execute(
        delete(ScheduleSession).where(ScheduleSession.schedule_id == schedule.id)
    )
    session.add_all(
        ScheduleSession(
            schedule_id=schedule.id,
            sequence=number,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
        )
        for number, span in enumerate(plan.sessions, start=1)
    )
    session.flush()
