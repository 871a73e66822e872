"""Giving the next numbers to what changed in the platforms' sets."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, union
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Offering, Schedule
from catalog.feed.models import CatalogChange, CatalogMark
from catalog.feed.rules import Guard
from catalog.feed.services.publish import publish_courses

# Two relays at once would draw the same numbers; the second goes home.
RELAY_LOCK = 7_201_026
BATCH = 500


def relay_changes(
    session: Session, *, guard: Guard, at: datetime, batch: int = BATCH
) -> int:
    """Publish what became of the courses that were marked; how many marks it read.

    A mark is read once it is committed, and its course is looked at after that: what a
    late transaction changed gets a later number, and none is skipped. Marks of an
    organisation become marks of its courses, so that no pass is longer than another.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(RELAY_LOCK))):
        return 0
    next_ones = select(CatalogMark.position).order_by(CatalogMark.position).limit(batch)
    marks = session.execute(
        delete(CatalogMark)
        .where(CatalogMark.position.in_(next_ones))
        .returning(CatalogMark.course_id, CatalogMark.organisation_id)
        .execution_options(synchronize_session=False)
    ).all()
    mark_courses_of(session, {each.organisation_id for each in marks} - {None})
    courses = {each.course_id for each in marks} - {None}
    publish_courses(session, courses, guard=guard, at=at)
    return len(marks)


def take_turns(session: Session) -> None:
    """Wait for the relay, and keep it waiting until this transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(RELAY_LOCK)))


def mark_courses_of(session: Session, organisation_ids: Collection[UUID]) -> None:
    """Mark every course that these institutions teach or these platforms sell."""
    if not organisation_ids:
        return
    offered = (
        select(Offering.course_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            or_(
                Course.provider_id.in_(organisation_ids),
                Offering.platform_id.in_(organisation_ids),
            )
        )
    )
    published = select(CatalogChange.course_id).where(
        CatalogChange.platform_id.in_(organisation_ids),
        CatalogChange.superseded_by.is_(None),
    )
    both = union(offered, published).subquery()
    session.execute(
        insert(CatalogMark).from_select(["course_id"], select(both.c.course_id))
    )


def mark_ended_runs(session: Session, *, since: datetime, until: datetime) -> None:
    """Mark the courses of which a run ended in between: no row changes when it does."""
    ended = (
        select(Schedule.course_id)
        .where(Schedule.ends_at > since, Schedule.ends_at <= until)
        .distinct()
    )
    session.execute(insert(CatalogMark).from_select(["course_id"], ended))
