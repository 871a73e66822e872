"""Housekeeping of invitations."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.staff.services.invite import forget_invitations


@periodic("staff.forget_invitations", "53 18 * * *")
def forget_old_invitations() -> None:
    """Forget, at night in Jakarta, invitations that were over 90 days ago."""
    with unit_of_work("staff.forget_invitations") as session:
        forget_invitations(session, at=now())
