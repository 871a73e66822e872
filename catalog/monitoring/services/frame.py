"""Writing down everything that could be visited in a period, with tickets.

One statement for each kind, inside the database: a frame may hold tens of thousands.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Text, cast, func, insert, literal, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Mode, Schedule
from catalog.monitoring.models import FrameItem, Kind, Part, Plan
from catalog.schedules.models import ScheduleSession

COLUMNS = [
    *("plan_id", "item", "kind", "course_id", "provider_id"),
    *("schedule_id", "sequence", "points", "ticket"),
]


def bounds_of(plan: Plan, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a period, and the first after it."""
    return (
        datetime.combine(plan.first_on, time(), zone),
        datetime.combine(plan.ends_on, time(), zone),
    )


def write_frame(
    session: Session, plan: Plan, seed: str, *, zone: ZoneInfo, at: datetime
) -> None:
    """Enter each session that begins in the period, and each self-paced course that
    is learnt then, as far as somebody has a seat; what has begun already is left out,
    and of a late sample what was in a frame before.
    """
    first, end = bounds_of(plan, zone)
    for kind, found in (
        (Kind.LIVE, _live(max(first, at), end)),
        (Kind.SELF_PACED, _self_paced(first, end)),
    ):
        item = found.subquery("item")
        rows = select(
            literal(plan.id),
            item.c.item,
            literal(str(kind)),
            item.c.course_id,
            item.c.provider_id,
            item.c.schedule_id,
            item.c.sequence,
            literal(0),
            ticket_of(seed, item.c.item),
        )
        if plan.part == Part.LATE:
            rows = rows.where(item.c.item.not_in(_in_a_frame(plan)))
        session.execute(insert(FrameItem).from_select(COLUMNS, rows))


def _in_a_frame(plan: Plan) -> Select[str]:
    """What could be chosen already, in samples that go on when this one begins."""
    return (
        select(FrameItem.item)
        .join(Plan, Plan.id == FrameItem.plan_id)
        .where(Plan.ends_on > plan.first_on)
    )


def ticket_of(seed: str, item: Any) -> Any:
    """SHA-256 of `seed:item`, as catalog/curation/drawing.py has it."""
    return func.sha256(func.convert_to(literal(f"{seed}:") + item, "UTF8"))


def _live(first: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    """The sessions; a run of a list, which has none, is one session, numbered 0."""
    sequence = func.coalesce(ScheduleSession.sequence, 0)
    starts_at = func.coalesce(ScheduleSession.starts_at, Schedule.starts_at)
    return (
        select(
            (cast(Schedule.id, Text) + "/" + cast(sequence, Text)).label("item"),
            Course.id.label("course_id"),
            Course.provider_id.label("provider_id"),
            Schedule.id.label("schedule_id"),
            sequence.label("sequence"),
        )
        .select_from(Schedule)
        .join(Course, Course.id == Schedule.course_id)
        .outerjoin(ScheduleSession, ScheduleSession.schedule_id == Schedule.id)
        .where(
            Course.mode != Mode.SELF_PACED,
            *_running(first, end),
            starts_at >= first,
            starts_at < end,
        )
    )


def _self_paced(first: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            cast(Course.id, Text).label("item"),
            Course.id.label("course_id"),
            Course.provider_id.label("provider_id"),
            literal(None, FrameItem.schedule_id.type).label("schedule_id"),
            literal(None, FrameItem.sequence.type).label("sequence"),
        )
        .join(Schedule, Schedule.course_id == Course.id)
        .where(Course.mode == Mode.SELF_PACED, *_running(first, end))
        .group_by(Course.id)
    )


def _running(first: datetime, end: datetime) -> tuple[Any, ...]:
    return (
        Schedule.ends_at >= first,
        Schedule.starts_at < end,
        Schedule.cancelled_at.is_(None),
        Schedule.seats_taken > 0,
    )


def last_instant(end: datetime) -> datetime:
    """The last second before an instant."""
    return end - timedelta(seconds=1)
