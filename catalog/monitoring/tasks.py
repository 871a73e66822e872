"""The clock of monitoring: seeds, samples, askings, deadlines, and what is final."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from catalog.monitoring.services import ask, commit, draw, overdue, settle
from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work


class Step(Protocol):
    def __call__(self, session: Session, *, at: datetime) -> bool: ...


@periodic("monitoring.run", "*/10 * * * *")
def run() -> None:
    """Do everything that is due."""
    with context.acting_as("job:monitoring.run"):
        run_everything(now)


def run_everything(clock: Callable[[], datetime]) -> None:
    """The same at the time of a clock, each step in a transaction of its own."""
    _while_there_is("monitoring.commit", commit.commit_next, clock)
    _while_there_is("monitoring.draw", draw.draw_next, clock)
    _while_there_is("monitoring.expire", overdue.expire_next, clock)
    _ask_everybody(clock)
    _while_there_is("monitoring.answers", overdue.close_answers_next, clock)
    _while_there_is("monitoring.remind", overdue.remind_next, clock)
    _while_there_is("monitoring.settle", settle.settle_next, clock)


def _ask_everybody(clock: Callable[[], datetime]) -> None:
    after = None
    while True:
        with unit_of_work("monitoring.ask") as session:
            after = ask.ask_next(session, after=after, at=clock())
        if after is None:
            return


def _while_there_is(name: str, step: Step, clock: Callable[[], datetime]) -> None:
    while True:
        with unit_of_work(name) as session:
            if not step(session, at=clock()):
                return
