"""Working off what a moved or cancelled class means for those who hold seats."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from catalog.schedules.events import ScheduleCancelled, ScheduleChanged
from core import context
from core.clock import now
from core.jobs import enqueue, task
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.orders.holders.services import (
    move_holders,
    next_orders,
    void_called_off,
)

CALL_OFF, MOVE = "holders.call_off", "holders.move"
_zone = ZoneInfo("Asia/Jakarta")


def configure(zone: ZoneInfo) -> None:
    """Set the programme's zone, in which days end."""
    global _zone
    _zone = zone


def on_cancelled(session: Session, event: ScheduleCancelled) -> None:
    """Money and seats go back after the transaction that calls the class off."""
    if event.seats_taken:
        enqueue(session, call_off, schedule_id=str(event.schedule_id))


def on_changed(session: Session, event: ScheduleChanged) -> None:
    """Vouchers follow, and holders are told, after the transaction that moves it."""
    if event.seats_taken and event.moved:
        enqueue(
            session,
            move,
            lock=f"{MOVE}:{event.schedule_id}",
            schedule_id=str(event.schedule_id),
        )


@task(CALL_OFF)
def call_off(schedule_id: str) -> None:
    """Void every order of a class, each in its own transaction; repeated, it goes on
    with those that are left."""
    with context.acting_as(f"job:{CALL_OFF}"):
        after: UUID | None = None
        while orders := _next(UUID(schedule_id), after):
            for order_id in orders:
                _void(order_id)
            after = orders[-1]


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


def _next(schedule_id: UUID, after: UUID | None) -> list[UUID]:
    with reading(CALL_OFF) as session:
        return next_orders(session, schedule_id, after=after)


def _void(order_id: UUID) -> None:
    def once() -> None:
        with unit_of_work(CALL_OFF) as session:
            void_called_off(session, order_id, zone=_zone, at=now())

    retrying(once)
