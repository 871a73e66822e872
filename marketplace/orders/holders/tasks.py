"""Working off what a moved class means for those who hold seats."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from catalog.schedules.events import ScheduleChanged
from core import context
from core.clock import now
from core.jobs import enqueue, task
from core.unit_of_work import unit_of_work
from marketplace.orders.holders.services import (
    move_holders,
)

MOVE = "holders.move"
_zone = ZoneInfo("Asia/Jakarta")


def configure(zone: ZoneInfo) -> None:
    """Set the programme's zone, in which days end."""
    global _zone
    _zone = zone


def on_changed(session: Session, event: ScheduleChanged) -> None:
    """Vouchers follow, and holders are told, after the transaction that moves it."""
    if event.seats_taken and event.moved:
        enqueue(
            session,
            move,
            lock=f"{MOVE}:{event.schedule_id}",
            schedule_id=str(event.schedule_id),
        )


@task(MOVE)
def move(schedule_id: str, after: str | None = None) -> None:
    """Tell the next holders, and ask for those behind them in the same transaction, so
    that a worker that dies does not begin again."""
    with (
        context.acting_as(f"job:{MOVE}"),
        unit_of_work(MOVE) as session,
    ):
        last = move_holders(
            session,
            UUID(schedule_id),
            after=UUID(after) if after else None,
            zone=_zone,
            at=now(),
        )
        if last is not None:
            enqueue(
                session,
                move,
                lock=f"{MOVE}:{schedule_id}",
                schedule_id=schedule_id,
                after=str(last),
            )
