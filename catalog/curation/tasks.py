"""The clock of curation: late assessors are replaced, approvals end."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from catalog.curation.services import approval, overdue
from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work


class Step(Protocol):
    def __call__(self, session: Session, *, at: datetime) -> bool: ...


@periodic("curation.overdue", "*/10 * * * *")
def replace_late_assessors() -> None:
    """Ask others where assessors did not answer in time, or none could be found."""
    with context.acting_as("job:curation.overdue"):
        run_overdue(now)


@periodic("curation.approvals", "*/10 * * * *")
def end_approvals() -> None:
    """Remind of approvals that end, and take off sale what was not renewed."""
    with context.acting_as("job:curation.approvals"):
        run_approvals(now)


def run_overdue(clock: Callable[[], datetime]) -> None:
    """The same at the time of a clock, each case in a transaction of its own."""
    _while_there_is("curation.overdue", overdue.replace_late_assessor, clock)
    after = None
    while True:
        with unit_of_work("curation.try_again") as session:
            after = overdue.try_again(session, after=after, at=clock())
        if after is None:
            return


def run_approvals(clock: Callable[[], datetime]) -> None:
    """The same at the time of a clock. What ended is not reminded of."""
    _while_there_is("curation.end", approval.end_next, clock)
    _while_there_is("curation.remind", approval.remind_next, clock)


def _while_there_is(name: str, step: Step, clock: Callable[[], datetime]) -> None:
    while True:
        with unit_of_work(name) as session:
            if not step(session, at=clock()):
                return
