"""Taking a seat of a schedule, and giving it back."""

from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from catalog.courses.errors import CourseNotOnSale, ScheduleMoved, SeatsGone
from catalog.courses.models import Schedule

# Made once: this is the hottest statement of an opening day.
TAKE_SEAT = (
    update(Schedule)
    .where(
        Schedule.id == bindparam("schedule_id"),
        Schedule.seats_taken < Schedule.capacity,
        Schedule.cancelled_at.is_(None),
        Schedule.terms_version == bindparam("terms"),
    )
    .values(seats_taken=Schedule.seats_taken + 1)
    .returning(Schedule.id)
    .execution_options(synchronize_session=False)
)


def take_seat(session: Session, *, schedule_id: UUID, terms_version: int) -> None:
    """Take one seat on the terms that were read, or raise SeatsGone, CourseNotOnSale
    or ScheduleMoved.

    One conditional update: simultaneous buyers take turns on the row, and none gets a
    seat beyond the capacity, nor of a run that its institution called off or moved
    meanwhile. Call it late in a transaction, as the row is shared by all who buy this
    schedule. Requirement VC-02.
    """
    values = {"schedule_id": schedule_id, "terms": terms_version}
    if session.execute(TAKE_SEAT, values).first() is None:
        raise _why_not(session, schedule_id, terms_version)


def _why_not(
    session: Session, schedule_id: UUID, terms_version: int
) -> SeatsGone | CourseNotOnSale | ScheduleMoved:
    now_is = session.execute(
        select(Schedule.cancelled_at, Schedule.terms_version).where(
            Schedule.id == schedule_id
        )
    ).one()
    if now_is.cancelled_at is not None:
        return CourseNotOnSale()
    if now_is.terms_version != terms_version:
        return ScheduleMoved()
    return SeatsGone()


def give_back_seat(session: Session, *, schedule_id: UUID) -> None:
    """Give back one seat that was taken before."""
    session.execute(
        update(Schedule)
        .where(Schedule.id == schedule_id)
        .values(seats_taken=Schedule.seats_taken - 1)
        .execution_options(synchronize_session=False)
    )
