"""Planning and changing many runs of an institution, by the rules of one each.

What is there is looked up and held, and what becomes of it written, by a few statements
for all of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.errors import OwnCourseNotFound
from catalog.authoring.queries import held_courses
from catalog.courses.models import Course, Mode, Schedule
from catalog.schedules.errors import ScheduleReferenceTaken, ScheduleVersionChanged
from catalog.schedules.queries import coming_counts
from catalog.schedules.rules import Plan
from catalog.schedules.services.add import check_room
from catalog.schedules.services.change import (
    check_holders,
    check_open,
    is_at_another_time,
    is_moved,
    is_taught_otherwise,
)
from catalog.schedules.services.plan import (
    Surroundings,
    check_against,
    districts_in,
    parts_of,
    standard_at,
    times_of,
)
from catalog.schedules.services.write_many import Decided, write_many
from catalog.trainers.diary import Diary
from catalog.trainers.queries import standings_of
from core.errors import Refusal
from core.ids import new_id


@dataclass(frozen=True)
class Wanted:
    """A run that shall be. `schedule` is the one that is there, which the caller holds
    until the transaction ends, and `before` its plan; None for a new one."""

    course_id: UUID
    plan: Plan
    schedule: Schedule | None = None
    before: Plan | None = None


Result = Refusal | bool


def plan_many(
    session: Session,
    wanted: Sequence[Wanted],
    *,
    provider_id: UUID,
    by: str,
    at: datetime,
) -> list[Result]:
    """What became of each: what add_schedule or change_schedule would raise, else
    whether anything changed. Those that are refused take nothing else back.

    Of two that mean the same run the second is refused (ScheduleVersionChanged).
    """
    if not wanted:
        return []
    state = _look_up(session, wanted, provider_id=provider_id, at=at)
    results: list[Result] = []
    decided = []
    for each in wanted:
        try:
            one = state.decide(each, at=at)
        except Refusal as refused:
            results.append(refused)
        else:
            results.append(one is not None)
            decided += [one] if one is not None else []
    write_many(session, decided, provider_id=provider_id, by=by, at=at)
    return results


def _look_up(
    session: Session, wanted: Sequence[Wanted], *, provider_id: UUID, at: datetime
) -> "_State":
    ids = {each.course_id for each in wanted}
    courses = held_courses(session, ids, provider_id=provider_id)
    anew = [each.plan for each in wanted if _is_taught_anew(each)]
    people = {person for plan in anew for person in plan.people}
    times = [(span.starts_at, span.ends_at) for plan in anew for span in plan.sessions]
    return _State(
        courses=courses,
        coming=coming_counts(session, ids, at=at),
        numbers=_numbers(session, wanted),
        there=Surroundings(
            districts_in(session, (each.plan.district_code for each in wanted)),
            standings_of(session, people, provider_id=provider_id, lock=True),
        ),
        diary=Diary.read(session, people, times),
    )


def _numbers(
    session: Session, wanted: Sequence[Wanted]
) -> dict[tuple[UUID, str], UUID]:
    """The runs of these courses that have a number which is wanted."""
    sought = {each.plan.reference for each in wanted} - {None}
    if not sought:
        return {}
    rows = session.execute(
        select(Schedule.course_id, Schedule.reference, Schedule.id).where(
            Schedule.course_id.in_({each.course_id for each in wanted}),
            Schedule.reference.in_(sought),
        )
    )
    return {(course_id, str(number)): found for course_id, number, found in rows}


def _is_taught_anew(wanted: Wanted) -> bool:
    return wanted.before is None or is_taught_otherwise(wanted.before, wanted.plan)


@dataclass
class _State:
    """What is there, as it will be after all that was decided until now."""

    courses: Mapping[UUID, Course]
    coming: Counter[UUID]
    numbers: dict[tuple[UUID, str], UUID]
    there: Surroundings
    diary: Diary
    changed: set[UUID] = field(default_factory=set)

    def decide(self, wanted: Wanted, *, at: datetime) -> Decided | None:
        """What is to be written, None if nothing; raises what add_schedule and
        change_schedule do."""
        course = self.courses.get(wanted.course_id)
        if course is None:
            raise OwnCourseNotFound
        schedule, before, plan = wanted.schedule, wanted.before, wanted.plan
        if schedule is None:
            check_room(course, self.coming[course.id])
        else:
            self._check_unchanged(schedule)
            check_open(schedule, at=at)
            if plan == before:
                return None
        schedule_id = schedule.id if schedule else new_id()
        if before is None or plan.reference != before.reference:
            self._check_number(course, plan)
        standard = standard_at(at, zone=plan.zone)
        is_taught_anew = _is_taught_anew(wanted)
        check_against(
            self.there,
            course,
            plan,
            standard,
            is_new_time=before is None or is_at_another_time(before, plan),
            is_taught_anew=is_taught_anew,
            at=at,
        )
        if schedule and before:
            check_holders(schedule, before, plan, standard, at=at)
        if is_taught_anew:
            times = times_of(plan, mode=Mode(course.mode))
            self.diary.engage(schedule_id, list(parts_of(plan)), times)
        self._remember(wanted, schedule_id)
        return Decided(
            schedule_id=schedule_id,
            course=course,
            plan=plan,
            standard=standard,
            schedule=schedule,
            before=before,
            is_taught_anew=is_taught_anew,
            moves=before is not None and is_moved(before, plan),
        )

    def _check_unchanged(self, schedule: Schedule) -> None:
        if schedule.id in self.changed:
            raise ScheduleVersionChanged(current=schedule.version + 1, changes=[])

    def _check_number(self, course: Course, plan: Plan) -> None:
        number = plan.reference
        if number is not None and (course.id, number) in self.numbers:
            raise ScheduleReferenceTaken(reference=number)

    def _remember(self, wanted: Wanted, schedule_id: UUID) -> None:
        before, plan = wanted.before, wanted.plan
        if before is not None and before.reference is not None:
            self.numbers.pop((wanted.course_id, before.reference), None)
        if plan.reference is not None:
            self.numbers[wanted.course_id, plan.reference] = schedule_id
        self.changed.add(schedule_id)
        self.coming[wanted.course_id] += before is None
