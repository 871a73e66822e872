"""Counting quality at night."""

from zoneinfo import ZoneInfo

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from marketplace.quality.compute import compute_quality

_zones: list[ZoneInfo] = []


def configure(zone: ZoneInfo) -> None:
    """In which zone a day begins."""
    _zones[:] = [zone]


@periodic("quality.compute", "37 19 * * *")
def compute() -> None:
    """Count every part anew (19:37 UTC is 02:37 in Jakarta)."""
    with unit_of_work("quality.compute") as session:
        compute_quality(session, at=now(), zone=_zones[0])
