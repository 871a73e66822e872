"""Facts about incentives. Their audience is empty: no partner hears of them."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class IncentiveScheduled(Event):
    topic = "incentive.scheduled"
    object_field = "entitlement_id"

    entitlement_id: UUID
    amount: int


@dataclass(frozen=True, kw_only=True)
class IncentivePaid(Event):
    topic = "incentive.paid"
    object_field = "entitlement_id"

    entitlement_id: UUID
    amount: int


@dataclass(frozen=True, kw_only=True)
class IncentiveFailed(Event):
    topic = "incentive.failed"
    object_field = "entitlement_id"

    entitlement_id: UUID
    failure: str
