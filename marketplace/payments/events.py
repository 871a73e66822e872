"""Facts about payout accounts and payments; no partner hears of them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import NOBODY, Event
from core.events.fields import code, rupiah


@dataclass(frozen=True, kw_only=True)
class PayoutAccountLinked(Event):
    """A participant named the account to which her incentives shall go."""

    topic = "payout_account.linked"
    object_field = "payout_account_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    payout_account_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayoutAccountRefused(Event):
    """The payment partner will not pay to an account."""

    topic = "payout_account.refused"
    object_field = "payout_account_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    payout_account_id: UUID
    refusal: Annotated[str, code("Why the account was refused.", "account_closed")]
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayoutAccountVerified(Event):
    """The payment partner knows an account, and it is its owner's."""

    topic = "payout_account.verified"
    object_field = "payout_account_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    payout_account_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentSucceeded(Event):
    """A payment order has been paid."""

    topic = "payment.succeeded"
    object_field = "payment_order_id"
    told_to = NOBODY

    payment_order_id: UUID
    entitlement_id: UUID
    amount: Annotated[int, rupiah("What was paid.", 600_000)]


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    """A payment order has failed for good; nothing was paid. What the partner reported
    word for word serves subscribers only."""

    topic = "payment.failed"
    object_field = "payment_order_id"
    told_to = NOBODY
    private = frozenset({"reported"})

    payment_order_id: UUID
    entitlement_id: UUID
    failure: Annotated[str, code("Why the payment failed.", "account_closed")]
    reported: str
