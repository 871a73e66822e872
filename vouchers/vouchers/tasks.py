"""Background work on vouchers."""

from datetime import datetime
from functools import partial

from core import context
from core.clock import now
from core.jobs import periodic
from core.unit_of_work import retrying, unit_of_work
from vouchers.vouchers.services.expire import expire_overdue


@periodic("vouchers.expire_overdue", cron="*/5 * * * *")
def expire_overdue_vouchers() -> None:
    """Every five minutes, until none is left.

    One voucher a transaction: its money goes back to one participant's balance, and no
    transaction spans two participants (they may live on different nodes one day).
    """
    with context.acting_as("job:vouchers.expire_overdue"):
        while retrying(partial(_expire_one, now())):
            pass


def _expire_one(at: datetime) -> int:
    with unit_of_work("vouchers.expire_overdue") as session:
        return expire_overdue(session, at=at, batch=1)
