"""Judging a plan and writing it into its row."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Mode, Schedule
from catalog.regions.models import District
from catalog.schedules.errors import ScheduleUnfit
from catalog.schedules.models import ScheduleSession
from catalog.schedules.rules import Finding, Plan, findings, not_in_time
from catalog.schedules.standards import ModeStandard, RunStandard, standard_in_force
from catalog.trainers.errors import TooFewAssistants, TooFewTrainers
from catalog.trainers.models import Part
from catalog.trainers.queries import standings_of
from catalog.trainers.rules import (
    Standing,
    Unfit,
    assistants_needed,
    needed,
    unfit,
    unfit_to_assist,
    words_for,
)
from catalog.trainers.services.teach import assign
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
    is_taught_anew: bool,
    at: datetime,
) -> None:
    """Raise ScheduleUnfit with all that keeps the plan from being a run,
    TooFewTrainers or TooFewAssistants.

    Trainers and assistants are looked at where it `is_taught_anew`: by others, at other
    times or for more seats; they are held until the transaction ends.
    """
    mode = Mode(course.mode)
    found = findings(plan, standard, mode=mode, sessions=course.sessions)
    if is_new_time and plan.sessions:
        found += not_in_time(plan, standard, mode=mode, at=at)
    if plan.district_code and session.get(District, plan.district_code) is None:
        source = standard.source
        found.append(Finding("/district_code", "unknown", NO_DISTRICT, source))
    if is_taught_anew and plan.sessions:
        standings = standings_of(
            session, plan.people, provider_id=course.provider_id, lock=True
        )
        found += trainer_findings(plan, standings, standard.modes[mode])
    if found:
        raise ScheduleUnfit(
            count=len(found), findings=[dict(each.shown()) for each in found]
        )
    if is_taught_anew:
        check_enough(plan, standard.modes[mode])


def trainer_findings(
    plan: Plan, standings: Mapping[UUID, Standing], rules: ModeStandard
) -> Iterator[Finding]:
    """Those whom the plan names who may not teach, or assist, through its last day."""
    through, source = plan.last_day(), rules.ratio_source
    for place, trainer_id in enumerate(plan.trainers):
        why = unfit(standings.get(trainer_id), on=through)
        if why is not None:
            words = words_for(why, on=through)
            yield Finding(f"/trainers/{place}", why, words, source)
    for place, trainer_id in enumerate(plan.assistants):
        why = unfit_to_assist(standings.get(trainer_id), on=through)
        why = Unfit.LEADS if trainer_id in plan.trainers else why
        if why is not None:
            words = words_for(why, on=through)
            yield Finding(f"/assistants/{place}", why, words, source)


def check_enough(plan: Plan, rules: ModeStandard) -> None:
    """Raise TooFewTrainers where there are more seats than the named can teach, whom
    assistants do not stand in for, and TooFewAssistants where one is missing."""
    named, per_trainer = len(plan.trainers), rules.seats_per_trainer
    wanted = needed(plan.capacity, per_trainer)
    if per_trainer is not None and named < wanted:
        raise TooFewTrainers(
            capacity=plan.capacity,
            needed=wanted,
            named=named,
            seats_per_trainer=per_trainer,
            most=named * per_trainer,
            source=rules.ratio_source,
        )
    helping = assistants_needed(plan.capacity, rules.assistant_above_seats)
    if len(plan.assistants) < helping:
        raise TooFewAssistants(
            capacity=plan.capacity,
            most=rules.assistant_above_seats,
            source=rules.assistant_source,
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
    schedule.access, schedule.reference = list(plan.access), plan.reference
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


def give_trainers(
    session: Session, schedule: Schedule, plan: Plan, *, mode: Mode
) -> None:
    """Let those whom the plan names teach the run or assist in it; raises TrainerBusy.

    A self-paced run has a period in which nobody stands before a class.
    """
    spans = () if mode == Mode.SELF_PACED else plan.sessions
    times = [(span.starts_at, span.ends_at) for span in spans]
    people = dict.fromkeys(plan.trainers, Part.LEAD)
    people |= dict.fromkeys(plan.assistants, Part.ASSISTANT)
    assign(session, schedule.id, people, times)
