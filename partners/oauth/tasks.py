"""Housekeeping of tokens and codes."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.oauth.pushed.services.push import forget_pushed
from partners.oauth.services.prune import prune
from partners.oauth.services.spend import CHUNK, forget_spent


@periodic("oauth.prune", "23 * * * *")
def prune_tokens() -> None:
    """Forget tokens and codes that ended more than 30 days ago."""
    with unit_of_work("oauth.prune") as session:
        prune(session, at=now())


@periodic("oauth.forget_spent", "*/10 * * * *")
def forget_spent_ids() -> None:
    """Forget the identifiers of assertions and proofs that are too old to be used."""
    gone = CHUNK
    while gone == CHUNK:
        with unit_of_work("oauth.forget_spent") as session:
            gone = forget_spent(session, at=now())


@periodic("oauth.forget_pushed", "*/10 * * * *")
def forget_pushed_requests() -> None:
    """Forget the pushed requests that nobody can answer any more."""
    with unit_of_work("oauth.forget_pushed") as session:
        forget_pushed(session, at=now())
