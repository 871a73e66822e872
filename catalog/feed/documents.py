"""A course as its platform sees it in the feed."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, CourseStatus, Offering, Schedule
from catalog.courses.queries import IS_TAUGHT
from catalog.feed.rules import canonical
from catalog.schedules.models import ScheduleSession
from partners.conflicts.queries import sells_its_own
from partners.organisations import Organisation

# Of each course the runs that begin next; /v1/courses/<id>/schedules has them all.
SHOWN_RUNS = 100
CURRENCY = "IDR"


def in_the_set() -> ColumnElement[bool]:
    """Whether an offering belongs to its platform's set, over Offering, Course and the
    institution as Organisation.

    The platform's own standing is not looked at: one that is suspended cannot read,
    and finds its set as it was when it comes back.
    """
    return and_(
        Offering.withdrawn_at.is_(None),
        or_(
            Offering.price == 0,
            ~sells_its_own(Course.provider_id, Offering.platform_id),
        ),
        Course.status == CourseStatus.PUBLISHED,
        IS_TAUGHT,
    )


def documents_of(
    session: Session, course_ids: Collection[UUID], *, at: datetime
) -> dict[tuple[UUID, UUID], str]:
    """By platform and course, the canonical text of each course that belongs to the
    platform's set now. Seats left are not in it: they change with every purchase, and
    /v1/catalog/availability has them."""
    offered = session.execute(
        select(
            Offering.platform_id,
            Offering.id.label("offering_id"),
            Offering.price,
            Offering.commission_bps,
            Offering.leaves_at,
            Course.id,
            Course.code,
            Course.revision,
            Course.title,
            Course.summary,
            Course.category,
            Course.category_title,
            Course.mode,
            Course.language,
            Course.more_languages,
            Course.level,
            Course.evening,
            Course.childcare,
            Course.access,
            Course.skills,
            Course.competence_units,
            Course.title_en,
            Course.summary_en,
            Course.sessions,
            Course.pass_mark,
            Course.list_price,
            Course.discount_bps,
            Organisation.code.label("institution"),
            Organisation.name.label("institution_name"),
        )
        .join(Course, Course.id == Offering.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Course.id.in_(course_ids), in_the_set())
    ).all()
    runs = _runs_of(session, course_ids, at=at) if offered else {}
    return {
        (row.platform_id, row.id): canonical(_item(row, runs.get(row.id, [])))
        for row in offered
    }


def _runs_of(
    session: Session, course_ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, list[dict[str, Any]]]:
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
    sessions = _sessions_of(session, [run.id for run in runs])
    found: dict[UUID, list[dict[str, Any]]] = {}
    for run in runs:
        shown = _run(run, sessions.get(run.id, []))
        found.setdefault(run.course_id, []).append(shown)
    return found


def _sessions_of(
    session: Session, runs: Collection[UUID]
) -> Mapping[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    for each in session.execute(
        select(
            ScheduleSession.schedule_id,
            ScheduleSession.sequence,
            ScheduleSession.starts_at,
            ScheduleSession.ends_at,
        )
        .where(ScheduleSession.schedule_id.in_(runs))
        .order_by(ScheduleSession.schedule_id, ScheduleSession.sequence)
    ):
        span = {
            "starts_at": _instant(each.starts_at),
            "ends_at": _instant(each.ends_at),
        }
        found.setdefault(each.schedule_id, []).append(span)
    return found


def _item(row: Row[*tuple[Any, ...]], runs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "code": row.code,
        "revision": row.revision,
        "title": row.title,
        "summary": row.summary,
        "category": row.category,
        "category_title": row.category_title,
        "institution": row.institution,
        "institution_name": row.institution_name,
        "mode": row.mode,
        "language": row.language,
        "more_languages": row.more_languages,
        "level": row.level,
        "evening": row.evening,
        "childcare": row.childcare,
        "access": row.access,
        "skills": row.skills,
        "competence_units": row.competence_units,
        "title_en": row.title_en,
        "summary_en": row.summary_en,
        "sessions": row.sessions,
        "pass_mark": row.pass_mark,
        "list_price": _money(row.list_price),
        "discount_bps": row.discount_bps,
        "offering": {
            "id": str(row.offering_id),
            "price": _money(row.price),
            "commission_bps": row.commission_bps,
            "leaves_at": _perhaps(row.leaves_at),
        },
        "schedules": runs,
    }


def _run(row: Row[*tuple[Any, ...]], sessions: list[dict[str, Any]]) -> dict[str, Any]:
    """A run; one that came with the seed has no sessions and no zone."""
    return {
        "id": str(row.id),
        "code": row.code,
        "starts_at": _instant(row.starts_at),
        "ends_at": _instant(row.ends_at),
        "sessions": sessions,
        "zone": row.zone,
        "enrolment_opens_at": _perhaps(row.enrolment_opens_at),
        "enrolment_closes_at": _instant(row.enrolment_closes_at),
        "capacity": row.capacity,
        "district_code": row.district_code,
        "place": row.place,
        "link": row.link,
        "evening": row.evening,
        "access": row.access,
    }


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _perhaps(value: datetime | None) -> str | None:
    return None if value is None else _instant(value)


def _money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": CURRENCY}


def batches(ids: Collection[UUID], size: int) -> Iterator[list[UUID]]:
    """The ids in order, so many at a time."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
