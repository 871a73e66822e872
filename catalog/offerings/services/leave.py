"""A course leaves a platform, with notice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, LeavingBy, Offering
from catalog.offerings.errors import LeavingTooSoon
from catalog.offerings.events import OfferingLeaving, OfferingWithdrawn
from catalog.offerings.queries import offering_with
from core.audit import record
from core.events import publish

# The other side has so long to tell those who look at the course.
NOTICE_DAYS = 7
BATCH = 200


def give_notice(
    session: Session,
    offering_id: UUID,
    *whose: ColumnElement[bool],
    by: LeavingBy,
    reason: str,
    leaves_at: datetime | None,
    at: datetime,
) -> Offering:
    """Announce that the course leaves the platform; it is sold until then.

    Asked again, the earlier of both instants holds. Raises OwnOfferingNotFound or
    LeavingTooSoon.
    """
    offering, course = offering_with(session, offering_id, *whose)
    earliest = at + timedelta(days=NOTICE_DAYS)
    wanted = leaves_at or earliest
    if wanted < earliest:
        raise LeavingTooSoon(days=NOTICE_DAYS, earliest=earliest.isoformat())
    if offering.leaves_at is not None and offering.leaves_at <= wanted:
        return offering
    offering.leaves_at = wanted
    offering.leaving_by, offering.leaving_reason = by, reason
    record(
        session,
        action="offering.notice_given",
        object_type="offering",
        object_id=offering.id,
        at=at,
        reason=reason,
        after={"leaves_at": wanted.isoformat(), "by": by},
    )
    publish(
        session,
        OfferingLeaving(
            occurred_at=at,
            audience=(course.provider_id, offering.platform_id),
            offering_id=offering.id,
            course_id=course.id,
            platform_id=offering.platform_id,
            by=by,
        ),
    )
    session.flush()
    return offering


def withdraw_due(session: Session, *, at: datetime, limit: int = BATCH) -> int:
    """Take offerings off whose notice is over; how many."""
    due = session.execute(
        select(Offering, Course.provider_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Offering.leaves_at <= at, Offering.withdrawn_at.is_(None))
        .order_by(Offering.leaves_at, Offering.id)
        .limit(limit)
        .with_for_update(of=Offering, skip_locked=True, key_share=True)
    ).all()
    for offering, provider_id in due:
        offering.withdrawn_at = at
        record(
            session,
            action="offering.withdrawn",
            object_type="offering",
            object_id=offering.id,
            at=at,
        )
        publish(
            session,
            OfferingWithdrawn(
                occurred_at=at,
                audience=(provider_id, offering.platform_id),
                offering_id=offering.id,
                course_id=offering.course_id,
                platform_id=offering.platform_id,
            ),
        )
    session.flush()
    return len(due)
