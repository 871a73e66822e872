"""Who hears of which event, and which jobs exist.

The one place where an upper floor subscribes to a lower one. Called by the web
process, by workers and by commands alike.
"""

from functools import partial

from core.events.publishing import forget_subscribers, subscribe
from core.settings import Settings
from marketplace.orders.services.settle import fulfil_order
from marketplace.orders.services.void import refund_expired
from vouchers.vouchers.events import VoucherCompleted, VoucherExpired


def wire(settings: Settings) -> None:
    """Subscribe every in-transaction subscriber, and no one twice."""
    forget_subscribers()
    subscribe(VoucherCompleted, partial(fulfil_order, zone=settings.zone))
    subscribe(VoucherExpired, refund_expired)
