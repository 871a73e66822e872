"""Facts about vouchers. Ids and amounts only; no redeem code, no name."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import rupiah

BOTH = "the institution that teaches, and the platform that sold it"


@dataclass(frozen=True, kw_only=True)
class VoucherIssued(Event):
    """A seat in a class was bought, and its voucher is there."""

    topic = "voucher.issued"
    object_field = "voucher_id"
    told_to = BOTH

    voucher_id: UUID
    course_id: UUID
    schedule_id: UUID
    face_value: Annotated[int, rupiah("What the voucher is worth.")]


@dataclass(frozen=True, kw_only=True)
class VoucherRedeemed(Event):
    """The participant confirmed the first session: the voucher is spent."""

    topic = "voucher.redeemed"
    object_field = "voucher_id"
    told_to = BOTH

    voucher_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoucherCompleted(Event):
    """The participant met all that completing the course asks for."""

    topic = "voucher.completed"
    object_field = "voucher_id"
    told_to = BOTH

    voucher_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoucherVoided(Event):
    """The order was voided; the voucher is worth nothing and the seat is free."""

    topic = "voucher.voided"
    object_field = "voucher_id"
    told_to = BOTH

    voucher_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoucherExpired(Event):
    """The class ended and the voucher was never redeemed."""

    topic = "voucher.expired"
    object_field = "voucher_id"
    told_to = BOTH

    voucher_id: UUID
