"""What is due in the register: exceptions that end, declarations to be renewed."""

from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from partners.conflicts.services import declare, waive


@periodic("conflicts.expire_waivers", "* * * * *")
def expire_waivers() -> None:
    """Let exceptions end whose last day is over."""
    with context.acting_as("job:conflicts.expire_waivers"):
        done = waive.BATCH
        while done == waive.BATCH:
            with unit_of_work("conflicts.expire_waivers") as session:
                done = waive.expire_waivers(session, at=now())


@periodic("conflicts.remind", "17 1 * * *")
def remind() -> None:
    """Tell organisations that their declaration is due within the month."""
    with context.acting_as("job:conflicts.remind"):
        done = declare.BATCH
        while done == declare.BATCH:
            with unit_of_work("conflicts.remind") as session:
                zone = session.info["issuer"].zone
                done = declare.remind_due(session, at=now(), zone=zone)
