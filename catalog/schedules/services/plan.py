"""Judging a plan and writing it into its row."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
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
from core.bulk import insert_rows
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
    there = districts_in(session, [plan.district_code])
    people = plan.people if is_taught_anew and plan.sessions else ()
    check_against(
        Surroundings(
            there,
            standings_of(session, people, provider_id=course.provider_id, lock=True),
        ),
        course,
        plan,
        standard,
        is_new_time=is_new_time,
        is_taught_anew=is_taught_anew,
        at=at,
    )


@dataclass(frozen=True)
class Surroundings:
    """What a plan is judged by beside the rules: the districts that there are of those
    that it names, and how those stand whom it names."""

    districts: Collection[str]
    standings: Mapping[UUID, Standing]


def districts_in(session: Session, codes: Iterable[str | None]) -> frozenset[str]:
    """Those of the codes that a district has."""
    named = {code for code in codes if code}
    if not named:
        return frozenset()
    found = session.scalars(select(District.code).where(District.code.in_(named)))
    return frozenset(found)


def check_against(
    there: Surroundings,
    course: Course,
    plan: Plan,
    standard: RunStandard,
    *,
    is_new_time: bool,
    is_taught_anew: bool,
    at: datetime,
) -> None:
    """As check_plan, by what was looked up before."""
    mode = Mode(course.mode)
    found = findings(plan, standard, mode=mode, sessions=course.sessions)
    if is_new_time and plan.sessions:
        found += not_in_time(plan, standard, mode=mode, at=at)
    if plan.district_code and plan.district_code not in there.districts:
        source = standard.source
        found.append(Finding("/district_code", "unknown", NO_DISTRICT, source))
    if is_taught_anew and plan.sessions:
        found += trainer_findings(plan, there.standings, standard.modes[mode])
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
    for name, value in columns_of(plan, standard, mode=mode, at=at).items():
        setattr(schedule, name, value)
    session.add(schedule)
    session.flush()
    write_sessions(session, {schedule.id: plan})


def columns_of(
    plan: Plan, standard: RunStandard, *, mode: Mode, at: datetime
) -> dict[str, Any]:
    """What the row of a run says by its plan."""
    return {
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "enrolment_opens_at": plan.enrolment_opens_at,
        "enrolment_closes_at": plan.closing(standard.modes[mode]),
        "capacity": plan.capacity,
        "zone": plan.zone,
        "district_code": plan.district_code,
        "place": plan.place,
        "link": plan.link,
        "access": list(plan.access),
        "reference": plan.reference,
        "evening": mode != Mode.SELF_PACED and plan.is_evening(standard),
        "changed_at": at,
    }


def write_sessions(session: Session, plans: Mapping[UUID, Plan]) -> None:
    """Let each run have the sessions of its plan, and no others."""
    session.execute(
        delete(ScheduleSession)
        .where(ScheduleSession.schedule_id.in_(list(plans)))
        .execution_options(synchronize_session="fetch")
    )
    insert_rows(
        session,
        ScheduleSession,
        [
            {
                "schedule_id": schedule_id,
                "sequence": number,
                "starts_at": span.starts_at,
                "ends_at": span.ends_at,
            }
            for schedule_id, plan in plans.items()
            for number, span in enumerate(plan.sessions, start=1)
        ],
    )


def give_trainers(
    session: Session, schedule: Schedule, plan: Plan, *, mode: Mode
) -> None:
    """Let those whom the plan names teach the run or assist in it; raises TrainerBusy.

    A self-paced run has a period in which nobody stands before a class.
    """
    assign(session, schedule.id, parts_of(plan), times_of(plan, mode=mode))


def parts_of(plan: Plan) -> dict[UUID, Part]:
    """Who does what in a class."""
    people = dict.fromkeys(plan.trainers, Part.LEAD)
    return people | dict.fromkeys(plan.assistants, Part.ASSISTANT)


def times_of(plan: Plan, *, mode: Mode) -> list[tuple[datetime, datetime]]:
    """When somebody stands before a class."""
    spans = () if mode == Mode.SELF_PACED else plan.sessions
    return [(span.starts_at, span.ends_at) for span in spans]
