"""Planning another run of a course."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.errors import CourseRetired
from catalog.authoring.queries import own_course
from catalog.courses.models import Course, CourseStatus, Mode, Schedule
from catalog.schedules.errors import TooManySchedules
from catalog.schedules.events import ScheduleAdded
from catalog.schedules.queries import check_reference, coming_count, concerned
from catalog.schedules.rules import Plan
from catalog.schedules.services.plan import (
    check_plan,
    give_trainers,
    standard_at,
    write_plan,
)
from catalog.schedules.services.write_many import added, code_of
from core.audit import record
from core.events import publish
from core.ids import new_id

# Of one course; it bounds what a wrong program can leave behind.
COMING = 500


def add_schedule(
    session: Session, course_id: UUID, *, provider_id: UUID, plan: Plan, at: datetime
) -> Schedule:
    """Plan a run of an own course; it is sold once the course is on sale.

    Raises OwnCourseNotFound, CourseRetired, TooManySchedules, ScheduleReferenceTaken,
    ScheduleUnfit, TooFewTrainers, TooFewAssistants or TrainerBusy.
    """
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    check_room(course, coming_count(session, course.id, at=at))
    check_reference(session, course.id, plan.reference)
    standard = standard_at(at, zone=plan.zone)
    check_plan(
        session,
        course,
        plan,
        standard,
        is_new_time=True,
        is_taught_anew=True,
        at=at,
    )
    schedule_id = new_id()
    schedule = Schedule(
        id=schedule_id,
        course_id=course.id,
        code=code_of(course, plan, schedule_id),
        seats_taken=0,
        version=1,
        terms_version=1,
    )
    write_plan(session, schedule, plan, standard, mode=Mode(course.mode), at=at)
    give_trainers(session, schedule, plan, mode=Mode(course.mode))
    record(
        session,
        action="schedule.added",
        object_type="schedule",
        object_id=schedule.id,
        at=at,
        after=added(plan),
    )
    publish(
        session,
        ScheduleAdded(
            occurred_at=at,
            audience=concerned(session, provider_id=provider_id, course_id=course.id),
            schedule_id=schedule.id,
            course_id=course.id,
            capacity=plan.capacity,
        ),
    )
    session.flush()
    return schedule


def check_room(course: Course, coming: int) -> None:
    """Raise CourseRetired, or TooManySchedules for a course that has so many."""
    if course.status == CourseStatus.RETIRED:
        raise CourseRetired
    if coming >= COMING:
        raise TooManySchedules(limit=COMING)
