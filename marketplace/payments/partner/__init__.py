"""Speaks to a payment partner whose payout API follows Stripe's conventions.

The client turns every possible answer, and no answer, into a typed outcome, because
the one thing it must never do is call a payment failed that may have happened.
It keeps nothing: whoever calls it stores the outcome and the evidence beside it.
"""

from marketplace.payments.partner.breaker import CircuitBreaker
from marketplace.payments.partner.client import StripeStyleClient
from marketplace.payments.partner.evidence import AttemptRecord
from marketplace.payments.partner.outcomes import (
    Accepted,
    Found,
    Held,
    LookupFailed,
    LookupOutcome,
    Missing,
    NotSent,
    Paid,
    PayoutOutcome,
    Refused,
    StillSubmitting,
    Unknown,
)
from marketplace.payments.partner.payouts import Payout, PayoutRequest
from marketplace.payments.partner.signature import SignatureRefused, verify_signature
from marketplace.payments.partner.verification import (
    AccountToVerify,
    AccountVerification,
    VerificationOutcome,
    VerificationRefused,
    VerificationUnavailable,
)

__all__ = [
    "Accepted",
    "AccountToVerify",
    "AccountVerification",
    "AttemptRecord",
    "CircuitBreaker",
    "Found",
    "Held",
    "LookupFailed",
    "LookupOutcome",
    "Missing",
    "NotSent",
    "Paid",
    "Payout",
    "PayoutOutcome",
    "PayoutRequest",
    "Refused",
    "SignatureRefused",
    "StillSubmitting",
    "StripeStyleClient",
    "Unknown",
    "VerificationOutcome",
    "VerificationRefused",
    "VerificationUnavailable",
    "verify_signature",
]
