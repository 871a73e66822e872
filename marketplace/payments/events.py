"""Facts about payout accounts and payments; no partner hears of them."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class PayoutAccountLinked(Event):
    topic = "payout_account.linked"
    object_field = "payout_account_id"
    private = frozenset({"participant_id"})

    payout_account_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayoutAccountRefused(Event):
    topic = "payout_account.refused"
    object_field = "payout_account_id"
    private = frozenset({"participant_id"})

    payout_account_id: UUID
    refusal: str
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayoutAccountVerified(Event):
    topic = "payout_account.verified"
    object_field = "payout_account_id"
    private = frozenset({"participant_id"})

    payout_account_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentSucceeded(Event):
    topic = "payment.succeeded"
    object_field = "payment_order_id"

    payment_order_id: UUID
    entitlement_id: UUID
    amount: int


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    topic = "payment.failed"
    object_field = "payment_order_id"

    payment_order_id: UUID
    entitlement_id: UUID
    failure: str
