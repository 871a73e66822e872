"""What a partner's answer means for a payment, and when to come back: pure rules.

Source: the rules common to payment partners and the table of answers of Stripe-style
ones (PY-01): only the partner's own word ends a payment, never silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.payments.partner.outcomes import (
    Accepted,
    Held,
    NotSent,
    Paid,
    PayoutOutcome,
    Refused,
    StillSubmitting,
    Unknown,
)
from marketplace.payments.partner.payouts import Payout, PayoutRequest
from marketplace.payments.partner.reading import GIVEN_UP, ON_THEIR_WAY

# Partners keep a key for 24 h and would pay again afterwards.
KEY_LIFETIME = timedelta(hours=24)
# How long a payout may take to show in the partner's list.
LISTING_DELAY = timedelta(hours=1)
# The partner's clock decides what its list calls "since".
CLOCK_MARGIN = timedelta(minutes=10)
# Four attempts of 30 s with their pauses fit in here.
CLAIM_TIME = timedelta(minutes=10)
HELD_PAUSE = timedelta(minutes=5)
BREAKER_PAUSE = timedelta(seconds=30)
STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


class Says(StrEnum):
    """What is known of a payment after a step. Only PAID and FAILED end it."""

    PAID = "paid"
    FAILED = "failed"
    PENDING = "pending"
    UNKNOWN = "unknown"
    WAIT = "wait"
    HELD = "held"
    NOT_SENT = "not_sent"


@dataclass(frozen=True)
class Verdict:
    """What a step found out. `code` is the partner's reason for a failure, `reason`
    one word for the log, `alert` asks a person to look."""

    says: Says
    payout_id: str | None = None
    code: str | None = None
    reason: str = ""
    alert: bool = False


def delay_after(unanswered: int) -> timedelta:
    """How long to wait after `unanswered` (1 and up) steps without a final word."""
    return STEPS[min(unanswered, len(STEPS)) - 1]


def may_send_again(*, created_at: datetime, at: datetime) -> bool:
    """Whether the order's key still stands for this order with every partner."""
    return at - created_at < KEY_LIFETIME


def is_proven_unpaid(*, stored_error_at: datetime | None, at: datetime) -> bool:
    """Whether a payout that the partner's list does not have was never made.

    The partner must have repeated a stored server error for the key (`stored_error_at`
    is when it first did), which says that the execution has ended, and its list must
    have had an hour to show a payout that was made all the same.
    """
    return stored_error_at is not None and at - stored_error_at >= LISTING_DELAY


def verdict_of_submission(outcome: PayoutOutcome) -> Verdict:
    """What the answer to an order to pay says."""
    match outcome:
        case Paid(payout_id=payout_id):
            return Verdict(Says.PAID, payout_id)
        case Accepted(payout_id=payout_id):
            return Verdict(Says.PENDING, payout_id)
        case Refused(code=code, payout_id=payout_id):
            return Verdict(Says.FAILED, payout_id, code=code, reason=code)
        case Held(reason=reason, uncertain=True):
            return Verdict(Says.UNKNOWN, reason=reason, alert=True)
        case Held(reason=reason):
            return Verdict(Says.HELD, reason=reason, alert=True)
        case StillSubmitting(reason=reason):
            return Verdict(Says.WAIT, reason=reason)
        case NotSent(reason=reason):
            return Verdict(Says.NOT_SENT, reason=reason)
        case Unknown(reason=reason, alert=alert):
            return Verdict(Says.UNKNOWN, reason=reason, alert=alert)


def verdict_of_payouts(payouts: Sequence[Payout], request: PayoutRequest) -> Verdict:
    """What the partner's payouts under our order id say.

    Several of them, or one about another amount, are for a person to look at; money
    that has arrived counts as paid all the same.
    """
    alert = len(payouts) > 1 or not all(one.is_for(request) for one in payouts)
    ours = [one for one in payouts if one.is_for(request)]
    for payout in ours:
        if payout.status == "paid":
            return Verdict(Says.PAID, payout.id, alert=alert)
    for payout in ours:
        if payout.status in ON_THEIR_WAY:
            return Verdict(Says.PENDING, payout.id, alert=alert)
    if ours and not alert and all(one.status in GIVEN_UP for one in ours):
        code = ours[0].failure_code or ours[0].status
        return Verdict(Says.FAILED, ours[0].id, code=code, reason=code)
    return Verdict(Says.UNKNOWN, reason="payouts_not_understood", alert=True)
