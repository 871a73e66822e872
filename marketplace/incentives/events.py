"""Facts about incentives, for the operator's reports."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import NOBODY, Event
from core.events.fields import code, rupiah


@dataclass(frozen=True, kw_only=True)
class IncentiveScheduled(Event):
    """All conditions of an incentive are met; its payment is asked for next."""

    topic = "incentive.scheduled"
    object_field = "entitlement_id"
    told_to = NOBODY

    entitlement_id: UUID
    amount: Annotated[int, rupiah("What will be paid.", 600_000)]


@dataclass(frozen=True, kw_only=True)
class IncentivePaid(Event):
    """The payment partner has paid an incentive."""

    topic = "incentive.paid"
    object_field = "entitlement_id"
    told_to = NOBODY

    entitlement_id: UUID
    amount: Annotated[int, rupiah("What was paid.", 600_000)]


@dataclass(frozen=True, kw_only=True)
class IncentiveFailed(Event):
    """An incentive could not be paid; it waits for another account, or another try."""

    topic = "incentive.failed"
    object_field = "entitlement_id"
    told_to = NOBODY

    entitlement_id: UUID
    failure: Annotated[str, code("Why the payment failed.", "account_closed")]
