"""Taking offerings off whose notice is over."""

from catalog.offerings.services.leave import BATCH, withdraw_due
from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work

NAME = "offerings.withdraw_due"


@periodic(NAME, "* * * * *")
def withdraw() -> None:
    """Batch by batch, each in its own transaction, until none is due."""
    at = now()
    with context.acting_as(f"job:{NAME}"):
        count = BATCH
        while count == BATCH:
            with unit_of_work(NAME) as session:
                count = withdraw_due(session, at=at)
