"""Forgetting who failed long ago."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.limits.services.count import CHUNK, forget_quiet


@periodic("limits.forget", "41 * * * *")
def forget_counts() -> None:
    """Forget the counts of those that have been quiet for two days."""
    gone = CHUNK
    while gone == CHUNK:
        with unit_of_work("limits.forget") as session:
            gone = forget_quiet(session, at=now())
