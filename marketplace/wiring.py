"""Who hears of which event, and which jobs exist.

The one place where an upper floor subscribes to a lower one. Called by the web
process, by workers and by commands alike.
"""

from functools import partial

import core.events.tasks
import core.jobs.tasks
import openapi.tasks
import partners.webhooks.tasks
import vouchers.vouchers.tasks
from core.events.publishing import forget_subscribers, subscribe
from core.events.services.relay import on_relay
from core.settings import Settings
from marketplace.orders.services.settle import fulfil_order
from marketplace.orders.services.void import refund_expired
from partners.webhooks.services.fan_out import fan_out
from vouchers.vouchers.events import VoucherCompleted, VoucherExpired

# Modules that declare jobs are imported for that alone.
JOBS = (
    core.events.tasks,
    core.jobs.tasks,
    openapi.tasks,
    partners.webhooks.tasks,
    vouchers.vouchers.tasks,
)


def wire(settings: Settings) -> None:
    """Subscribe every in-transaction subscriber, and no one twice."""
    forget_subscribers()
    partners.webhooks.tasks.configure(allow_private=settings.allow_private_webhooks)
    on_relay(fan_out)
    subscribe(VoucherCompleted, partial(fulfil_order, zone=settings.zone))
    subscribe(VoucherExpired, refund_expired)
