"""Facts about orders. `subject` of a participant is not told; ids and amounts only."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    topic = "order.placed"
    object_field = "order_id"

    order_id: UUID
    platform_reference: str
    voucher_id: UUID
    price: int


@dataclass(frozen=True, kw_only=True)
class OrderVoided(Event):
    topic = "order.voided"
    object_field = "order_id"

    order_id: UUID
    platform_reference: str
    price: int


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Event):
    """The voucher expired unused; the money went back."""

    topic = "order.refunded"
    object_field = "order_id"

    order_id: UUID
    platform_reference: str
    price: int


@dataclass(frozen=True, kw_only=True)
class OrderSettled(Event):
    """Shares are whole rupiah and add up to the price."""

    topic = "order.settled"
    object_field = "order_id"

    order_id: UUID
    voucher_id: UUID
    provider_share: int
    platform_commission: int
