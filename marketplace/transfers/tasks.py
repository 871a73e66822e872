"""Working off what a called-off class means for its holders, and whose time is over."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from catalog.schedules.events import ScheduleCancelled
from core import context
from core.clock import now
from core.jobs import enqueue, periodic, task
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.orders.holders.services import next_orders, void_called_off
from marketplace.transfers.services.call_off import (
    list_called_off,
    with_nothing_to_choose,
)
from marketplace.transfers.services.refund import overdue, refund_unanswered

# Named as it was before classes were offered instead, for jobs that wait.
CALL_OFF, UNANSWERED = "holders.call_off", "transfers.unanswered"
_zone = ZoneInfo("Asia/Jakarta")


def configure(zone: ZoneInfo) -> None:
    """Set the programme's zone, in which days end."""
    global _zone
    _zone = zone


def on_cancelled(session: Session, event: ScheduleCancelled) -> None:
    """Holders are looked after once the transaction that calls it off commits."""
    if event.seats_taken:
        enqueue(session, call_off, schedule_id=str(event.schedule_id))


@task(CALL_OFF)
def call_off(schedule_id: str) -> None:
    """List the holders of a class in batches, and void the orders of those for whom
    there is no class like it; repeated, it goes on with those that are left."""
    with context.acting_as(f"job:{CALL_OFF}"):
        after: UUID | None = None
        while orders := _next(UUID(schedule_id), after):
            for order_id in _list(orders):
                _void(order_id)
            after = orders[-1]


@periodic(UNANSWERED, "* * * * *")
def give_back_unanswered() -> None:
    """Give balances back whose holders let the time pass; each in its transaction."""
    with context.acting_as(f"job:{UNANSWERED}"):
        with reading(UNANSWERED) as session:
            ids = overdue(session, at=now())
        for transfer_id in ids:
            _give_back(transfer_id)


def _next(schedule_id: UUID, after: UUID | None) -> list[UUID]:
    with reading(CALL_OFF) as session:
        return next_orders(session, schedule_id, after=after)


def _list(orders: list[UUID]) -> list[UUID]:
    """Whose orders are to be voided."""

    def once() -> list[UUID]:
        with unit_of_work(CALL_OFF) as session:
            list_called_off(session, orders, zone=_zone, at=now())
            return with_nothing_to_choose(session, orders)

    return retrying(once)


def _void(order_id: UUID) -> None:
    def once() -> None:
        with unit_of_work(CALL_OFF) as session:
            void_called_off(session, order_id, zone=_zone, at=now())

    retrying(once)


def _give_back(transfer_id: UUID) -> None:
    def once() -> None:
        with unit_of_work(UNANSWERED) as session:
            refund_unanswered(session, transfer_id, zone=_zone, at=now())

    retrying(once)
