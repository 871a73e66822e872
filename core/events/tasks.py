"""Numbering events soon after their commit."""

from core.events.services.relay import BATCH, relay_events
from core.jobs import periodic
from core.unit_of_work import unit_of_work


# The relay has a lock of its own, which dies with its worker (FT-01).
@periodic("events.relay", "* * * * * *", one_at_a_time=False)
def relay() -> None:
    """Number the events that were committed, batch by batch, until none is left."""
    while True:
        with unit_of_work("events.relay") as session:
            numbered = relay_events(session)
        if numbered < BATCH:
            return
