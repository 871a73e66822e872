"""Background work on orders."""

from uuid import UUID

from sqlalchemy.orm import Session

from core import context
from core.clock import now
from core.jobs import enqueue, task
from core.unit_of_work import unit_of_work
from marketplace.orders.services.release import release_withheld
from partners.conflicts.events import ConflictGroupChanged, WaiverGranted


@task("orders.release_withheld")
def release(organisation_id: str) -> None:
    """Owe what was withheld and need not be any more."""
    with (
        context.acting_as("job:orders.release_withheld"),
        unit_of_work("orders.release_withheld") as session,
    ):
        release_withheld(session, UUID(organisation_id), at=now())


def on_ties_changed(
    session: Session, event: ConflictGroupChanged | WaiverGranted
) -> None:
    """Look for what can be released after the transaction of the change."""
    enqueue(
        session,
        release,
        queueing_lock=f"orders.release_withheld:{event.organisation_id}",
        organisation_id=str(event.organisation_id),
    )
