"""What the run of a row is to the runs that its course has, and what keeps it out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Mode, Schedule
from catalog.imports.cells import date_kinds
from catalog.imports.findings import Kind, Severity
from catalog.imports.mapping import RowRead
from catalog.imports.mapping.runs import Run
from catalog.regions.models import District
from catalog.schedules.models import ScheduleSession
from catalog.schedules.rules import Finding, Plan, Span, findings, not_in_time
from catalog.schedules.services.plan import (
    NO_DISTRICT,
    check_enough,
    standard_at,
    trainer_findings,
)
from catalog.schedules.standards import ModeStandard
from catalog.trainers.errors import TooFewAssistants, TooFewTrainers
from catalog.trainers.models import Part, ScheduleTrainer
from catalog.trainers.queries import standings_of
from catalog.trainers.rules import Standing

_FIELDS = {
    "starts_at": "starts",
    "ends_at": "ends",
    "sessions": "starts",
    "capacity": "capacity",
    "district_code": "district",
    "place": "place",
    "link": "class_link",
    "enrolment_opens_at": "enrolment_opens",
    "enrolment_closes_at": "enrolment_closes",
}
_PEOPLE = {"trainers": "run_trainers", "assistants": "run_assistants"}
Key = tuple[UUID, datetime]


@dataclass(frozen=True)
class Existing:
    """A run that is there, with the times of its sessions."""

    schedule: Schedule
    sessions: tuple[Span, ...]
    trainers: tuple[UUID, ...] = ()
    assistants: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Taught:
    """How a course is taught, as far as its runs depend on it; `mode` None where
    nobody said."""

    mode: str | None
    sessions: int


@dataclass
class Runs:
    """The runs that courses of a few rows have, by course and start; of the districts
    and trainers that these rows name, those that there are."""

    existing: dict[Key, Existing] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()
    trainers: Mapping[UUID, Standing] = field(default_factory=dict)


def plan_from(kept: dict[str, Any]) -> Plan:
    """The plan that a row kept."""
    run = Run(**kept)
    opens, closes = run.enrolment_opens_at, run.enrolment_closes_at
    return Plan(
        sessions=tuple(_span(each) for each in run.sessions),
        zone=run.zone,
        capacity=run.capacity,
        district_code=run.district_code,
        place=run.place,
        link=run.link,
        enrolment_opens_at=datetime.fromisoformat(opens) if opens else None,
        enrolment_closes_at=datetime.fromisoformat(closes) if closes else None,
        trainers=tuple(sorted({UUID(each) for each in run.trainers})),
        assistants=tuple(sorted({UUID(each) for each in run.assistants})),
    )


def _span(instants: Sequence[str]) -> Span:
    starts_at, ends_at = map(datetime.fromisoformat, instants)
    return Span(starts_at, ends_at)


def runs_of(
    session: Session,
    courses: Iterable[UUID],
    runs: Sequence[dict[str, Any]],
    *,
    provider_id: UUID,
) -> Runs:
    """What is there already of the runs that rows of these courses say."""
    plans = [plan_from(each) for each in runs]
    keys = [(each, plan.starts_at) for each in set(courses) for plan in plans]
    if not plans:
        return Runs()
    wanted = {plan.starts_at for plan in plans}
    found = session.scalars(
        select(Schedule).where(
            Schedule.course_id.in_({course for course, _ in keys}),
            Schedule.starts_at.in_(wanted),
        )
    ).all()
    named = {plan.district_code for plan in plans if plan.district_code}
    districts = session.scalars(select(District.code).where(District.code.in_(named)))
    trainers = {each for plan in plans for each in plan.people}
    return Runs(
        _with_sessions(session, found),
        frozenset(districts),
        standings_of(session, trainers, provider_id=provider_id),
    )


def _with_sessions(session: Session, found: Sequence[Schedule]) -> dict[Key, Existing]:
    spans: dict[UUID, list[Span]] = {}
    for each in session.scalars(
        select(ScheduleSession)
        .where(ScheduleSession.schedule_id.in_([one.id for one in found]))
        .order_by(ScheduleSession.schedule_id, ScheduleSession.sequence)
    ):
        span = Span(each.starts_at, each.ends_at)
        spans.setdefault(each.schedule_id, []).append(span)
    teaching: dict[tuple[UUID, str], list[UUID]] = {}
    for taught in session.scalars(
        select(ScheduleTrainer)
        .where(ScheduleTrainer.schedule_id.in_([one.id for one in found]))
        .order_by(ScheduleTrainer.trainer_id)
    ):
        key = taught.schedule_id, taught.part
        teaching.setdefault(key, []).append(taught.trainer_id)
    # Of two at one time the one that is not called off is meant.
    return {
        (one.course_id, one.starts_at): Existing(
            one,
            tuple(spans.get(one.id, [Span(one.starts_at, one.ends_at)])),
            tuple(teaching.get((one.id, Part.LEAD), ())),
            tuple(teaching.get((one.id, Part.ASSISTANT), ())),
        )
        for one in sorted(found, key=lambda one: one.cancelled_at is None)
    }


def changed_fields_of(existing: Existing, plan: Plan) -> dict[str, Any]:
    """What the plan says otherwise than the run; what it does not say stays."""
    schedule = existing.schedule
    said: dict[str, Any] = {"sessions": plan.sessions, "capacity": plan.capacity}
    for name in ("district_code", "place", "link", "enrolment_opens_at",
                 "enrolment_closes_at"):  # fmt: skip
        if (value := getattr(plan, name)) is not None:
            said[name] = value
    before = {name: getattr(schedule, name) for name in said if name != "sessions"}
    before["sessions"] = existing.sessions
    for name in _PEOPLE:
        if people := getattr(plan, name):
            said[name], before[name] = people, getattr(existing, name)
    changed = {name: value for name, value in said.items() if value != before[name]}
    return changed | ({"zone": plan.zone} if "sessions" in changed else {})


def report_unfit(
    row: RowRead,
    plan: Plan,
    taught: Taught,
    known: Runs,
    *,
    is_new: bool,
    at: datetime,
) -> None:
    """Report all that keeps the plan of a row from being a run of its course."""
    if taught.mode is None:
        row.report(date_kinds.RUN_WITHOUT_MODE, row.columns.get("starts", ""), "")
        return
    mode = Mode(taught.mode)
    if row.run and row.run.whole_days and mode != Mode.SELF_PACED:
        row.report(date_kinds.RUN_WITHOUT_HOURS, row.columns.get("starts", ""), "")
        return
    standard = standard_at(at, zone=plan.zone)
    found = findings(plan, standard, mode=mode, sessions=taught.sessions)
    if is_new:
        found += not_in_time(plan, standard, mode=mode, at=at)
    if plan.district_code and plan.district_code not in known.districts:
        found.append(Finding("/district_code", "unknown", NO_DISTRICT, standard.source))
    for each in found:
        _report(row, each)
    _report_trainers(row, plan, known, standard.modes[mode], is_new=is_new)


def _report_trainers(
    row: RowRead, plan: Plan, known: Runs, rules: ModeStandard, *, is_new: bool
) -> None:
    """Who may not teach or assist, and of a new run whether there are enough."""
    columns = {each: row.columns.get(name, "") for each, name in _PEOPLE.items()}
    for each in trainer_findings(plan, known.trainers, rules):
        code = f"run_trainer_{each.code.replace('-', '_')}"
        column = columns[each.place.split("/")[1]]
        row.report(Kind(code, Severity.ERROR, each.message), column, "")
    if not is_new:
        return
    try:
        check_enough(plan, rules)
    except (TooFewTrainers, TooFewAssistants) as refused:
        words = refused.detail.format(**refused.members)
        name = "trainers" if isinstance(refused, TooFewTrainers) else "assistants"
        kind = Kind(f"run_too_few_{name}", Severity.ERROR, words)
        row.report(kind, columns[name], "")


def _report(row: RowRead, found: Finding) -> None:
    last = found.place.rsplit("/", 1)[-1]
    kind = Kind(f"run_{found.code.replace('-', '_')}", Severity.ERROR, found.message)
    column = row.columns.get(_FIELDS.get(last, "starts"), "")
    row.report(kind, column, "")
