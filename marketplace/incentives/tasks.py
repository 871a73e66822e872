"""Background work on incentives."""

from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from marketplace.incentives.services.disburse import CHUNK, disburse_due


@periodic("incentives.disburse", "* * * * * */3")
def disburse() -> None:
    """Order the payment of what is due, chunk by chunk until nothing is."""
    at = now()
    with context.acting_as("job:incentives.disburse"):
        ordered = CHUNK
        while ordered == CHUNK:
            with unit_of_work("incentives.disburse") as session:
                ordered = disburse_due(session, at=at)
