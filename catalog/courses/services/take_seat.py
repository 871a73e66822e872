"""Taking a seat of a schedule, and giving it back."""

from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from catalog.courses.errors import SeatsGone
from catalog.courses.models import Schedule

# Made once: this is the hottest statement of an opening day.
TAKE_SEAT = (
    update(Schedule)
    .where(
        Schedule.id == bindparam("schedule_id"),
        Schedule.seats_taken < Schedule.capacity,
    )
    .values(seats_taken=Schedule.seats_taken + 1)
    .returning(Schedule.id)
    .execution_options(synchronize_session=False)
)


def take_seat(session: Session, *, schedule_id: UUID) -> None:
    """Take one seat, or raise SeatsGone.

    One conditional update: simultaneous buyers take turns on the row, and none gets a
    seat beyond the capacity. Call it late in a transaction, as the row is shared by all
    who buy this schedule. Requirement VC-02.
    """
    taken = session.execute(TAKE_SEAT, {"schedule_id": schedule_id})
    if taken.first() is None:
        raise SeatsGone


def give_back_seat(session: Session, *, schedule_id: UUID) -> None:
    """Give back one seat that was taken before."""
    session.execute(
        update(Schedule)
        .where(Schedule.id == schedule_id)
        .values(seats_taken=Schedule.seats_taken - 1)
        .execution_options(synchronize_session=False)
    )
