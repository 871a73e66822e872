"""Facts about vouchers. Ids and amounts only; no redeem code, no name."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class VoucherIssued(Event):
    topic = "voucher.issued"
    object_field = "voucher_id"

    voucher_id: UUID
    course_id: UUID
    schedule_id: UUID
    face_value: int


@dataclass(frozen=True, kw_only=True)
class VoucherRedeemed(Event):
    topic = "voucher.redeemed"
    object_field = "voucher_id"

    voucher_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoucherCompleted(Event):
    topic = "voucher.completed"
    object_field = "voucher_id"

    voucher_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoucherVoided(Event):
    topic = "voucher.voided"
    object_field = "voucher_id"

    voucher_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoucherExpired(Event):
    """The class ended and the voucher was never redeemed."""

    topic = "voucher.expired"
    object_field = "voucher_id"

    voucher_id: UUID
