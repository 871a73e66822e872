"""Background work on vouchers."""

from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from vouchers.vouchers.services.expire import BATCH, expire_overdue


@periodic("vouchers.expire_overdue", cron="*/5 * * * *")
def expire_overdue_vouchers() -> None:
    """Every five minutes, in short transactions until none is left."""
    at = now()
    with context.acting_as("job:vouchers.expire_overdue"):
        expired = BATCH
        while expired == BATCH:
            with unit_of_work("vouchers.expire_overdue") as session:
                expired = expire_overdue(session, at=at)
