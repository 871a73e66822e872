"""Housekeeping of applications, in the early morning."""

from zoneinfo import ZoneInfo

from core import context
from core.clock import now
from core.jobs import periodic
from core.logs import get_logger
from core.unit_of_work import unit_of_work
from partners.onboarding.services.sweep import LATE, tell_overdue

log = get_logger(__name__)

_zone = ZoneInfo("UTC")


def configure(zone: ZoneInfo) -> None:
    """Set the programme's zone; once per process."""
    global _zone
    _zone = zone


@periodic("onboarding.tell_overdue", "7 * * * *")
def tell_what_is_overdue() -> None:
    """Tell of reviews whose published working days are over."""
    with context.acting_as("job:onboarding.tell_overdue"):
        while True:
            with unit_of_work("onboarding.tell_overdue") as session:
                told = tell_overdue(session, zone=_zone, at=now())
            if told:
                log.warning("onboarding.overdue", applications=told)
            if told < LATE:
                return
