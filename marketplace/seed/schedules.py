"""Schedules and seats. The published list has none, so all of them are made up, and
say so (`is_generated`)."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course, CourseStatus, Mode, Schedule
from core.ids import new_id
from marketplace.seed.catalogue import chance_of, courses_on_sale
from marketplace.seed.demo import INSTITUTION
from marketplace.seed.writing import insert_new
from partners.organisations import Organisation

RUNS = 3
STARTS, IN_THE_EVENING = time(9, 0), time(18, 30)
LENGTHS = {
    Mode.WEBINAR: timedelta(days=2),
    Mode.OFFLINE: timedelta(days=4, hours=4),
    Mode.SELF_PACED: timedelta(days=28),
}
# Where the invented institution teaches: Coblong, in Bandung.
DISTRICT, ROOM = "32.73.02", "Balai Latihan Contoh, lantai 1"

# Courses of the demo's institution that begin every half hour for a day, so that
# somebody who looks around can buy one and redeem it within the window.
ROLLING_COURSES = 3
ROLLING_EVERY = timedelta(minutes=30)
ROLLING_FOR = timedelta(hours=24)


def seed_schedules(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """Give every course on sale its next runs; how many are new.

    Three runs begin in the coming three weeks, on a day that depends on the course, at
    nine in the morning; the last one of a webinar in the evening. Seeding again in the
    same week adds none of these.
    """
    rows = [
        row
        for course in courses_on_sale(session)
        for row in _weekly_runs(course, at=at, zone=zone)
    ]
    rows += [
        row for course in _rolling(session) for row in _rolling_runs(course, at=at)
    ]
    return insert_new(session, Schedule, rows)


def _weekly_runs(
    course: Course, *, at: datetime, zone: ZoneInfo
) -> list[dict[str, Any]]:
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    weekday = timedelta(days=chance_of(course.code) % 5)
    days = [monday + weekday + timedelta(weeks=1 + run) for run in range(RUNS)]
    starts = [STARTS, STARTS, IN_THE_EVENING if _is_live(course) else STARTS]
    return [
        _run(course, starts_at=datetime.combine(day, start, tzinfo=zone))
        for day, start in zip(days, starts, strict=True)
    ]


def _is_live(course: Course) -> bool:
    return course.mode == Mode.WEBINAR


def _rolling(session: Session) -> list[Course]:
    return list(
        session.scalars(
            select(Course)
            .join(Organisation, Organisation.id == Course.provider_id)
            .where(
                Organisation.code == INSTITUTION,
                Course.status == CourseStatus.PUBLISHED,
                Course.mode == Mode.SELF_PACED,
                Course.list_price > 0,
            )
            .order_by(Course.list_price.desc(), Course.code)
            .limit(ROLLING_COURSES)
        )
    )


def _rolling_runs(course: Course, *, at: datetime) -> list[dict[str, Any]]:
    half_hour = at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)
    first = half_hour + ROLLING_EVERY
    count = ROLLING_FOR // ROLLING_EVERY
    return [
        _run(course, starts_at=first + number * ROLLING_EVERY)
        for number in range(count)
    ]


def _run(course: Course, *, starts_at: datetime) -> dict[str, Any]:
    """Enrolment ends an hour before a webinar, else when the run starts."""
    in_a_room = course.mode == Mode.OFFLINE
    closes_before = timedelta(hours=1 if _is_live(course) else 0)
    handle = course.code.rpartition("-")[2]
    return {
        "id": new_id(),
        "course_id": course.id,
        "code": f"{handle}-{starts_at:%Y%m%dT%H%M}",
        "starts_at": starts_at,
        "ends_at": starts_at + LENGTHS[Mode(course.mode)],
        "enrolment_closes_at": starts_at - closes_before,
        "capacity": 20 + chance_of(f"{course.code} {starts_at:%Y%m%d}") % 81,
        "seats_taken": 0,
        "is_generated": True,
        "evening": starts_at.time() == IN_THE_EVENING,
        "district_code": DISTRICT if in_a_room else None,
        "place": ROOM if in_a_room else None,
    }
