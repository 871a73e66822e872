"""Housekeeping of browsers' sessions."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.accounts.services.second_step import forget_pending
from partners.accounts.services.sessions import forget_sessions


@periodic("accounts.forget_sessions", "37 * * * *")
def forget_old_sessions() -> None:
    """Forget the sessions of browsers that ended more than 30 days ago, and sign-ins
    that were never finished."""
    with unit_of_work("accounts.forget_sessions") as session:
        forget_sessions(session, at=now())
        forget_pending(session, at=now())
