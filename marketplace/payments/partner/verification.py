"""Asking a partner whether an account exists and belongs to the person it is for.

Nobody is paid before that: the partner compares the holder's name and says whether it
has checked the holder's identity (KYC), and names the account by a reference that
payouts use from then on in place of the number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.payments.partner.evidence import Conversation
from marketplace.payments.partner.forms import encode_form
from marketplace.payments.partner.outcomes import Outcome


@dataclass(frozen=True)
class AccountToVerify:
    """An account a participant named. Number and name stay out of logs and of repr."""

    institution_code: str
    account_number: str = field(repr=False)
    holder_name: str = field(repr=False)

    def form_body(self) -> bytes:
        """The request body. It holds personal data: it is sent, and not kept."""
        return encode_form(
            {
                "institution_code": self.institution_code,
                "account_number": self.account_number,
                "holder_name": self.holder_name,
            }
        )


@dataclass(frozen=True)
class AccountVerification(Outcome):
    """The partner knows the account and says what it found.

    `destination` names the account in payouts. Pay only when both findings are true.
    """

    verification_id: str
    destination: str
    name_matches: bool
    kyc_verified: bool


@dataclass(frozen=True)
class VerificationRefused(Outcome):
    """The partner will not pay to this account, for example because it is closed."""

    code: str
    message: str


@dataclass(frozen=True)
class VerificationUnavailable(Outcome):
    """No reliable answer: nothing is known of the account, ask again later."""

    reason: str


VerificationOutcome = (
    AccountVerification | VerificationRefused | VerificationUnavailable
)

FINAL_REFUSALS = frozenset({400, 402, 404})


def read_verification(talk: Conversation) -> VerificationOutcome:
    """What the partner's answer says about the account."""
    answer = talk.answer
    if answer is not None and answer.status == 200 and answer.body is not None:
        return _finding(talk, answer.body)
    if answer is not None and answer.status in FINAL_REFUSALS and answer.error:
        return VerificationRefused(
            attempts=talk.attempts,
            request_id=talk.request_id,
            code=answer.error_text("code") or answer.error_text("type"),
            message=answer.error_text("message"),
        )
    return _unavailable(talk, talk.last_error)


def _finding(talk: Conversation, body: Mapping[str, Any]) -> VerificationOutcome:
    texts = body.get("id"), body.get("destination")
    flags = body.get("holder_name_match"), body.get("kyc_verified")
    match (*texts, *flags):
        case (str(found_id), str(destination), bool(name), bool(kyc)):
            return AccountVerification(
                attempts=talk.attempts,
                request_id=talk.request_id,
                verification_id=found_id,
                destination=destination,
                name_matches=name,
                kyc_verified=kyc,
            )
    return _unavailable(talk, "The answer is not a verification.")


def _unavailable(talk: Conversation, reason: str) -> VerificationUnavailable:
    return VerificationUnavailable(
        attempts=talk.attempts, request_id=talk.request_id, reason=reason
    )
