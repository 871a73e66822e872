"""Looking every day which certificates are over."""

from zoneinfo import ZoneInfo

from catalog.trainers.services.expire import BATCH, tell_expired
from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work

NAME = "trainers.tell_expired"

_zone = ZoneInfo("Asia/Jakarta")


def configure(zone: ZoneInfo) -> None:
    """Set where days begin and end."""
    global _zone
    _zone = zone


@periodic(NAME, "15 0 * * *")
def look() -> None:
    """Batch by batch, each in its own transaction, until none is over."""
    at = now()
    with context.acting_as(f"job:{NAME}"):
        count = BATCH
        while count == BATCH:
            with unit_of_work(NAME) as session:
                count = tell_expired(session, today=at.astimezone(_zone).date(), at=at)
