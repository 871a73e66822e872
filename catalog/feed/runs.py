"""The runs of a course as its platforms see them in the feed."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, func, literal, select
from sqlalchemy.orm import Session

from catalog.courses.models import Schedule
from catalog.schedules.models import ScheduleSession
from catalog.trainers.queries import names_before_classes

# Of each course the runs that begin next; /v1/courses/<id>/schedules has them all.
SHOWN_RUNS = 100


def runs_of(
    session: Session, course_ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, list[dict[str, Any]]]:
    """By course, its next runs; `trainers` are the published names of those who teach
    a run, None where it names nobody."""
    rank = func.row_number().over(
        partition_by=Schedule.course_id, order_by=(Schedule.starts_at, Schedule.id)
    )
    numbered = (
        select(
            Schedule.id,
            Schedule.course_id,
            Schedule.code,
            Schedule.starts_at,
            Schedule.ends_at,
            Schedule.enrolment_opens_at,
            Schedule.enrolment_closes_at,
            Schedule.capacity,
            Schedule.zone,
            Schedule.district_code,
            Schedule.place,
            Schedule.link,
            Schedule.evening,
            Schedule.access,
            rank.label("rank"),
        )
        .where(
            Schedule.course_id.in_(course_ids),
            Schedule.cancelled_at.is_(None),
            Schedule.ends_at > at,
        )
        .subquery()
    )
    runs = session.execute(
        select(numbered)
        .where(numbered.c.rank <= SHOWN_RUNS)
        .order_by(numbered.c.course_id, numbered.c.rank)
    ).all()
    ids = [run.id for run in runs]
    sessions, names = _sessions_of(session, ids), names_before_classes(session, ids)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for run in runs:
        shown = _run(run, sessions.get(run.id, []), names.get(run.id))
        found.setdefault(run.course_id, []).append(shown)
    return found


def _sessions_of(
    session: Session, runs: list[UUID]
) -> Mapping[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    for each in session.execute(
        select(
            ScheduleSession.schedule_id,
            ScheduleSession.sequence,
            ScheduleSession.starts_at,
            ScheduleSession.ends_at,
        )
        .where(ScheduleSession.schedule_id == any_(literal(runs, ARRAY(Uuid()))))
        .order_by(ScheduleSession.schedule_id, ScheduleSession.sequence)
    ):
        span = {
            "starts_at": instant(each.starts_at),
            "ends_at": instant(each.ends_at),
        }
        found.setdefault(each.schedule_id, []).append(span)
    return found


def _run(
    row: Row[*tuple[Any, ...]],
    sessions: list[dict[str, Any]],
    trainers: list[str] | None,
) -> dict[str, Any]:
    """A run; one that came with the seed has no sessions and no zone."""
    return {
        "id": str(row.id),
        "code": row.code,
        "starts_at": instant(row.starts_at),
        "ends_at": instant(row.ends_at),
        "sessions": sessions,
        "zone": row.zone,
        "enrolment_opens_at": perhaps(row.enrolment_opens_at),
        "enrolment_closes_at": instant(row.enrolment_closes_at),
        "capacity": row.capacity,
        "district_code": row.district_code,
        "place": row.place,
        "link": row.link,
        "evening": row.evening,
        "access": row.access,
        "trainers": trainers,
    }


def instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def perhaps(value: datetime | None) -> str | None:
    return None if value is None else instant(value)
