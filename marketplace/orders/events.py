"""Facts about orders. `subject` of a participant is not told; ids and amounts only."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import reference, rupiah

PlatformReference = Annotated[
    str, reference("The platform's own number of the order.", "INV-2026-0001")
]
Price = Annotated[int, rupiah("The price of the order.")]


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """A participant bought a course through a platform: the price left her training
    balance, and she holds a voucher."""

    topic = "order.placed"
    object_field = "order_id"
    told_to = "the platform that sold it"

    order_id: UUID
    platform_reference: PlatformReference
    voucher_id: UUID
    price: Price


@dataclass(frozen=True, kw_only=True)
class OrderVoided(Event):
    """An order was taken back before its class was entered; money and seat returned."""

    topic = "order.voided"
    object_field = "order_id"
    told_to = "the platform that sold it"

    order_id: UUID
    platform_reference: PlatformReference
    price: Price


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Event):
    """The voucher of an order expired unused; the money went back."""

    topic = "order.refunded"
    object_field = "order_id"
    told_to = "the platform that sold it"

    order_id: UUID
    platform_reference: PlatformReference
    price: Price


@dataclass(frozen=True, kw_only=True)
class OrderSettled(Event):
    """What an order owes to the institution and to the platform stands in the books.
    The shares add up to the price."""

    topic = "order.settled"
    object_field = "order_id"
    told_to = "the platform that sold it, and the institution that taught"

    order_id: UUID
    voucher_id: UUID
    provider_share: Annotated[int, rupiah("Owed to the institution.", 315_000)]
    platform_commission: Annotated[int, rupiah("Owed to the platform.", 35_000)]
