"""The clock of sanctions: what begins, ends or lapses does so within a minute."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.standing.services import run_due


class Step(Protocol):
    def __call__(self, session: Session, *, at: datetime) -> int: ...


@periodic("standing.run_due", "* * * * *")
def run_sanctions() -> None:
    """Begin, end and let lapse what is due, batch by batch."""
    with context.acting_as("job:standing.run_due"):
        run_everything_due(now)


def run_everything_due(clock: Callable[[], datetime]) -> None:
    """The same at the time of a clock, each batch in a transaction of its own.

    What ends goes first, so that an organisation is never more restricted than it was
    decided.
    """
    steps: tuple[Step, ...] = (run_due.lapse_due, run_due.end_due, run_due.begin_due)
    for step in steps:
        while True:
            with unit_of_work("standing.run_due") as session:
                done = step(session, at=clock())
            if done < run_due.BATCH:
                break
