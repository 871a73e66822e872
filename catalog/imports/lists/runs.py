"""What the run of a row is to the runs that its course has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.courses.models import Schedule
from catalog.imports.mapping.runs import Run
from catalog.regions.models import District
from catalog.schedules.models import ScheduleSession
from catalog.schedules.rules import Plan, Span
from catalog.trainers.models import Part, ScheduleTrainer
from catalog.trainers.queries import standings_of
from catalog.trainers.rules import Standing

# Those whom a plan names, by the columns that do.
PEOPLE = {"trainers": "run_trainers", "assistants": "run_assistants"}
Key = tuple[UUID, datetime]


@dataclass(frozen=True)
class Existing:
    """A run that is there, with the times of its sessions."""

    schedule: Schedule
    sessions: tuple[Span, ...]
    trainers: tuple[UUID, ...] = ()
    assistants: tuple[UUID, ...] = ()

    def plan(self, *, zone: str) -> Plan:
        """The plan that it is made by; `zone` is that of a run without one."""
        run = self.schedule
        return Plan(
            sessions=self.sessions,
            zone=run.zone or zone,
            capacity=run.capacity,
            district_code=run.district_code,
            place=run.place,
            link=run.link,
            enrolment_opens_at=run.enrolment_opens_at,
            enrolment_closes_at=run.enrolment_closes_at,
            access=tuple(run.access or ()),
            trainers=self.trainers,
            assistants=self.assistants,
            reference=run.reference,
        )


@dataclass(frozen=True)
class Taught:
    """How a course is taught, as far as its runs depend on it; `mode` None where
    nobody said."""

    mode: str | None
    sessions: int


@dataclass
class Runs:
    """The runs that courses of a few rows have, by course and start, the live ones
    first, and by course and number; of the districts and trainers that these rows name,
    those that there are."""

    by_start: dict[Key, list[Existing]] = field(default_factory=dict)
    by_number: dict[tuple[UUID, str], Existing] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()
    trainers: Mapping[UUID, Standing] = field(default_factory=dict)

    def of(self, course_id: UUID, plan: Plan) -> Existing | None:
        """The run of a course that a plan means: the one of its number, which is the
        institution's or ours; without a number, the one that starts when it does. A run
        that has no number yet gets that of the row which says when it starts."""
        at_its_start = self.by_start.get((course_id, plan.starts_at), ())
        if plan.reference is None:
            return next(iter(at_its_start), None)
        unnumbered = (one for one in at_its_start if one.schedule.reference is None)
        named = self.by_number.get((course_id, plan.reference))
        return named or next(unnumbered, None)


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
        access=tuple(run.access),
        reference=run.reference,
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
    lock: bool = False,
) -> Runs:
    """What is there already of the runs that rows of these courses say; `lock` holds
    the runs until the transaction ends."""
    plans = [plan_from(each) for each in runs]
    if not plans:
        return Runs()
    starts = {plan.starts_at for plan in plans}
    numbers = {plan.reference for plan in plans if plan.reference}
    query = (
        select(Schedule)
        .where(
            Schedule.course_id.in_(set(courses)),
            or_(
                Schedule.starts_at.in_(starts),
                Schedule.reference.in_(numbers),
                Schedule.code.in_(numbers),
            ),
        )
        .order_by(Schedule.id)
    )
    if lock:
        query = query.with_for_update(key_share=True)
        query = query.execution_options(populate_existing=True)
    found = session.scalars(query).all()
    existing = described(session, found)
    # Of two at one time the one that is not called off is meant.
    by_start: dict[Key, list[Existing]] = {}
    for each in sorted(existing, key=lambda one: one.schedule.cancelled_at is not None):
        key = (each.schedule.course_id, each.schedule.starts_at)
        by_start.setdefault(key, []).append(each)
    named = {plan.district_code for plan in plans if plan.district_code}
    districts = session.scalars(select(District.code).where(District.code.in_(named)))
    trainers = {each for plan in plans for each in plan.people}
    return Runs(
        by_start,
        _by_number(existing),
        frozenset(districts),
        standings_of(session, trainers, provider_id=provider_id),
    )


def _by_number(existing: Sequence[Existing]) -> dict[tuple[UUID, str], Existing]:
    """By our codes, and before them by the institution's numbers."""
    ours = {(one.schedule.course_id, one.schedule.code): one for one in existing}
    return ours | {
        (one.schedule.course_id, one.schedule.reference): one
        for one in existing
        if one.schedule.reference is not None
    }


def coming_runs(
    session: Session, courses: Iterable[UUID], *, at: datetime
) -> dict[UUID, list[Existing]]:
    """The runs of each course that are neither over nor called off, the first to start
    first."""
    found = session.scalars(
        select(Schedule)
        .where(
            Schedule.course_id.in_(courses),
            Schedule.ends_at > at,
            Schedule.cancelled_at.is_(None),
        )
        .order_by(Schedule.course_id, Schedule.starts_at, Schedule.id)
    ).all()
    runs: dict[UUID, list[Existing]] = {}
    for each in described(session, found):
        runs.setdefault(each.schedule.course_id, []).append(each)
    return runs


def described(session: Session, found: Sequence[Schedule]) -> list[Existing]:
    """The runs with their sessions and trainers, in their order."""
    if not found:
        return []
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
    return [
        Existing(
            one,
            tuple(spans.get(one.id, [Span(one.starts_at, one.ends_at)])),
            tuple(teaching.get((one.id, Part.LEAD), ())),
            tuple(teaching.get((one.id, Part.ASSISTANT), ())),
        )
        for one in found
    ]


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
    for name in PEOPLE:
        if people := getattr(plan, name):
            said[name], before[name] = people, getattr(existing, name)
    # Marks have no order, so that the same ones in another order change nothing.
    if plan.access and set(plan.access) != set(schedule.access or ()):
        said["access"], before["access"] = plan.access, schedule.access
    if plan.reference not in (None, schedule.code):
        said["reference"], before["reference"] = plan.reference, schedule.reference
    changed = {name: value for name, value in said.items() if value != before[name]}
    return changed | ({"zone": plan.zone} if "sessions" in changed else {})
