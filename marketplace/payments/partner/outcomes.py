"""What may come of asking a partner to pay, or what it did: one class per case.

Only Paid and Refused are final. Every other outcome leaves the order open, because a
payment that may have happened must never be sent again under a new key.
"""

from dataclasses import dataclass

from marketplace.payments.partner.evidence import AttemptRecord
from marketplace.payments.partner.payouts import Payout


@dataclass(frozen=True)
class Outcome:
    """Evidence common to all outcomes.

    `request_id` is the partner's name for the call that decided; `attempts` has every
    try of this run, to be stored by the caller.
    """

    attempts: tuple[AttemptRecord, ...]
    request_id: str | None


@dataclass(frozen=True)
class Paid(Outcome):
    """The partner says the money has arrived. Final."""

    payout_id: str
    status: str


@dataclass(frozen=True)
class Accepted(Outcome):
    """The partner has the order; a callback or an inquiry will tell how it ended."""

    payout_id: str
    status: str


@dataclass(frozen=True)
class Refused(Outcome):
    """The partner will not pay this order; no money moved. Final.

    `code` is the partner's reason for programs, `message` the one for people.
    `payout_id` is there when the partner took the order and then failed it.
    """

    code: str
    message: str
    payout_id: str | None = None


@dataclass(frozen=True)
class Held(Outcome):
    """The partner does not let us in (401, 403): stop its queue and alert.

    The order stays as it is. `uncertain` says that an earlier attempt of this run may
    have been executed.
    """

    reason: str
    uncertain: bool


@dataclass(frozen=True)
class StillSubmitting(Outcome):
    """The partner was busy and executed nothing: come back later with the same key."""

    reason: str


@dataclass(frozen=True)
class NotSent(Outcome):
    """Nothing was sent, because the partner is being left alone for a while."""

    reason: str


@dataclass(frozen=True)
class Unknown(Outcome):
    """The money may have moved. Only asking the partner, or a callback, can tell.

    `alert`: more than bad luck, such as a key used for another order or an answer about
    another amount; a person has to look.
    """

    reason: str
    alert: bool = False


PayoutOutcome = Paid | Accepted | Refused | Held | StillSubmitting | NotSent | Unknown


@dataclass(frozen=True)
class Found(Outcome):
    """What the partner has, newest first: one payout per key that was ever executed."""

    payouts: tuple[Payout, ...]


@dataclass(frozen=True)
class Missing(Outcome):
    """The partner's whole list was read and has no such payout.

    Proof of failure only once the partner's own delay has passed: a request may still
    be on its way to the list.
    """


@dataclass(frozen=True)
class LookupFailed(Outcome):
    """The partner could not be asked, or gave no reliable answer: ask again later."""

    reason: str


LookupOutcome = Found | Missing | LookupFailed
