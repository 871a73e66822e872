"""The clock of what learners ask for, each step in a transaction of its own."""

from collections.abc import Callable
from datetime import datetime

from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from marketplace.transfers.asking.services import watch
from marketplace.transfers.asking.words import CHUNK, seal_next

NAME = "refund_requests.watch"


@periodic(NAME, "* * * * *")
def run() -> None:
    """Do everything that is due."""
    with context.acting_as(f"job:{NAME}"):
        run_everything(now)


def run_everything(clock: Callable[[], datetime]) -> None:
    """The same at the time of a clock."""
    while _seal() == CHUNK:
        pass
    for step in (watch.close_moot, watch.tell_of_new, watch.remind, watch.escalate):
        with unit_of_work(f"{NAME}.{step.__name__}") as session:
            step(session, at=clock())


def _seal() -> int:
    with unit_of_work(f"{NAME}.seal") as session:
        return seal_next(session)
