"""Telling those who sell, or whose courses are sold: one event for all of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, CourseStatus, Offering
from core.events import Event, publish, publish_many
from marketplace.consequences.events import (
    CourseSalesResumed,
    CourseSalesStopped,
    InstitutionSalesResumed,
    InstitutionSalesStopped,
    PlatformSalesResumed,
    PlatformSalesStopped,
)
from partners.organisations.models import Kind, Organisation
from partners.standing.models import Sanction, Scope, Stop
from partners.standing.queries import sells

Column = SQLColumnExpression[UUID]


def tell_sellers(
    session: Session, sanction: Sanction, *, stopped: bool, at: datetime
) -> int:
    """Tell whom the stop of sales concerns, or its end; how many organisations.

    Of the end only when nothing else stops the same. What is told names the
    institution, course or platform, and no reason.
    """
    if Stop.SALES not in sanction.stops:
        return 0
    if sanction.scope == Scope.COURSES:
        return _tell_of_courses(session, sanction, stopped=stopped, at=at)
    told = 0
    for kind in (Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM):
        if sanction.scope == Scope.KIND and sanction.kind != kind:
            continue
        if stopped != _sells(session, sanction.organisation_id, kind):
            told += _tell_of(session, sanction, kind, stopped=stopped, at=at)
    return told


def _sells(session: Session, organisation_id: UUID, kind: Kind) -> bool:
    """Whether it sells in this role now; one that is not of the kind never does."""
    return bool(
        session.scalar(
            select(sells(Organisation, kind=kind)).where(
                Organisation.id == organisation_id
            )
        )
    )


def _tell_of(
    session: Session, sanction: Sanction, kind: Kind, *, stopped: bool, at: datetime
) -> int:
    own, other = Course.provider_id, Offering.platform_id
    if kind == Kind.DIGITAL_PLATFORM:
        own, other = other, own
    whom = _listed_with(session, other, own == sanction.organisation_id)
    if not whom:
        return 0
    institution = InstitutionSalesStopped if stopped else InstitutionSalesResumed
    platform = PlatformSalesStopped if stopped else PlatformSalesResumed
    event: Event
    if kind == Kind.TRAINING_INSTITUTION:
        event = institution(
            institution_id=sanction.organisation_id, occurred_at=at, audience=whom
        )
    else:
        event = platform(
            platform_id=sanction.organisation_id, occurred_at=at, audience=whom
        )
    publish(session, event)
    return len(whom)


def _tell_of_courses(
    session: Session, sanction: Sanction, *, stopped: bool, at: datetime
) -> int:
    """One event a course, to the platforms that list it."""
    rows = session.execute(
        _listings(Course.id, Offering.platform_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(
            Course.id.in_(sanction.course_ids),
            sells(Organisation, kind=Kind.TRAINING_INSTITUTION, course_id=Course.id)
            != stopped,
        )
    )
    platforms: dict[UUID, list[UUID]] = {}
    for course_id, platform_id in rows:
        platforms.setdefault(course_id, []).append(platform_id)
    kind = CourseSalesStopped if stopped else CourseSalesResumed
    publish_many(
        session,
        [
            kind(course_id=course_id, occurred_at=at, audience=tuple(whom))
            for course_id, whom in sorted(platforms.items())
        ],
    )
    return len({platform for whom in platforms.values() for platform in whom})


def _listings(*columns: Column) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Offering)
        .join(Course, Course.id == Offering.course_id)
        .where(Offering.withdrawn_at.is_(None), Course.status == CourseStatus.PUBLISHED)
    )


def _listed_with(
    session: Session, other: Column, mine: ColumnElement[bool]
) -> tuple[UUID, ...]:
    """The organisations at the other end of live offerings; partners are hundreds."""
    found = session.scalars(_listings(other).where(mine).distinct())
    return tuple(sorted(found))
