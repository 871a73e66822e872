"""Housekeeping of second factors."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.factors.services.challenges import forget_challenges
from partners.factors.services.failures import forget_failures


@periodic("factors.forget_failures", "41 * * * *")
def forget_old_failures() -> None:
    """Forget wrong codes of more than a day ago, and answered questions."""
    with unit_of_work("factors.forget_failures") as session:
        forget_failures(session, at=now())
        forget_challenges(session, at=now())
