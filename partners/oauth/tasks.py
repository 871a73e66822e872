"""Housekeeping of tokens and codes."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.oauth.services.prune import prune


@periodic("oauth.prune", "23 * * * *")
def prune_tokens() -> None:
    """Forget tokens and codes that ended more than 30 days ago."""
    with unit_of_work("oauth.prune") as session:
        prune(session, at=now())
