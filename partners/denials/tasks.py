"""Forgetting denials after 90 days."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.denials.services.note import CHUNK, forget_denials


@periodic("denials.forget", "51 18 * * *")
def forget() -> None:
    """Delete old denials at night (18:51 UTC is 01:51 in Jakarta)."""
    gone = CHUNK
    while gone == CHUNK:
        with unit_of_work("denials.forget") as session:
            gone = forget_denials(session, at=now())
