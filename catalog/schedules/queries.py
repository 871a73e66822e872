"""Reads of an institution's own runs."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from catalog.authoring.since import MOST_EDITS
from catalog.courses.models import Offering, Schedule
from catalog.schedules.errors import OwnScheduleNotFound, ScheduleReferenceTaken
from catalog.schedules.models import ScheduleEdit, ScheduleSession
from catalog.schedules.rules import Plan, Span
from catalog.trainers.models import Part
from catalog.trainers.queries import trainers_of


def own_schedule(
    session: Session, schedule_id: UUID, *, course_id: UUID, lock: bool = False
) -> Schedule:
    """A run of a course that is the institution's; raises OwnScheduleNotFound.

    `lock` makes buyers and colleagues wait until the transaction ends.
    """
    query = select(Schedule).where(
        Schedule.id == schedule_id, Schedule.course_id == course_id
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    schedule = session.scalar(query)
    if schedule is None:
        raise OwnScheduleNotFound
    return schedule


def own_schedules(course_id: UUID, *, coming: bool, at: datetime) -> Select[Schedule]:
    """The runs of a course; `coming` leaves out what is over or cancelled."""
    query = select(Schedule).where(Schedule.course_id == course_id)
    if coming:
        query = query.where(Schedule.ends_at > at, Schedule.cancelled_at.is_(None))
    return query


def check_reference(session: Session, course_id: UUID, reference: str | None) -> None:
    """Raise ScheduleReferenceTaken if a run of the course, which the caller holds, has
    this number."""
    same = exists().where(
        Schedule.course_id == course_id, Schedule.reference == reference
    )
    if reference is not None and session.scalar(select(same)):
        raise ScheduleReferenceTaken(reference=reference)


def coming_count(session: Session, course_id: UUID, *, at: datetime) -> int:
    """How many runs of a course are neither over nor cancelled."""
    coming = own_schedules(course_id, coming=True, at=at).subquery()
    return session.scalar(select(func.count()).select_from(coming)) or 0


def sessions_of(session: Session, schedule_id: UUID) -> Sequence[ScheduleSession]:
    """When the sessions of a run are; none for a run of a list."""
    return session.scalars(
        select(ScheduleSession)
        .where(ScheduleSession.schedule_id == schedule_id)
        .order_by(ScheduleSession.sequence)
    ).all()


def run_edits_since(
    session: Session, schedule_id: UUID, version: int
) -> Sequence[ScheduleEdit]:
    """Who changed which fields of a run after a version, the earliest first; of very
    many the latest."""
    latest = session.scalars(
        select(ScheduleEdit)
        .where(ScheduleEdit.schedule_id == schedule_id, ScheduleEdit.version > version)
        .order_by(ScheduleEdit.version.desc())
        .limit(MOST_EDITS)
    ).all()
    return latest[::-1]


def plan_of(session: Session, schedule: Schedule, *, zone: str) -> Plan:
    """The plan that a run is made by. One that came from a list has the whole of its
    time as its only session."""
    planned = sessions_of(session, schedule.id)
    whole = (Span(schedule.starts_at, schedule.ends_at),)
    return Plan(
        sessions=tuple(Span(each.starts_at, each.ends_at) for each in planned) or whole,
        zone=schedule.zone or zone,
        capacity=schedule.capacity,
        district_code=schedule.district_code,
        place=schedule.place,
        link=schedule.link,
        enrolment_opens_at=schedule.enrolment_opens_at,
        enrolment_closes_at=schedule.enrolment_closes_at,
        access=tuple(schedule.access or ()),
        trainers=trainers_of(session, schedule.id),
        assistants=trainers_of(session, schedule.id, Part.ASSISTANT),
        reference=schedule.reference,
    )


def coming_counts(
    session: Session, course_ids: Collection[UUID], *, at: datetime
) -> Counter[UUID]:
    """The same of several courses."""
    found = session.execute(
        select(Schedule.course_id, func.count())
        .where(
            Schedule.course_id.in_(course_ids),
            Schedule.ends_at > at,
            Schedule.cancelled_at.is_(None),
        )
        .group_by(Schedule.course_id)
    )
    return Counter(dict(found.all()))


def concerned(
    session: Session, *, provider_id: UUID, course_id: UUID
) -> tuple[UUID, ...]:
    """Who is told of a run: its institution and every platform that lists the course,
    or did, as people may hold seats through it."""
    return all_concerned(session, [course_id], provider_id=provider_id)[course_id]


def all_concerned(
    session: Session, course_ids: Collection[UUID], *, provider_id: UUID
) -> Mapping[UUID, tuple[UUID, ...]]:
    """The same for each of the institution's courses."""
    platforms: dict[UUID, list[UUID]] = {each: [] for each in course_ids}
    for course_id, platform_id in session.execute(
        select(Offering.course_id, Offering.platform_id).where(
            Offering.course_id.in_(course_ids)
        )
    ):
        platforms[course_id].append(platform_id)
    return {each: (provider_id, *told) for each, told in platforms.items()}
