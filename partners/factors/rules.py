"""What codes look like, how long they live, and how often one may guess."""

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp

from core.ids import check_letter, new_code, normalise_code

# RFC 6238 with the values that every application knows.
CODE_DIGITS = 6
STEP = timedelta(seconds=30)
# A clock may be one step off (RFC 6238, section 5.2); more only helps those who guess.
DRIFT_STEPS = 1

# An offered secret that nobody confirmed is worth nothing after this time.
OFFER_LIFETIME = timedelta(minutes=15)

# NIST SP 800-63B, section 3.1.2 (look-up secrets): 75 random bits and a check letter.
RECOVERY_CODES = 10
RECOVERY_LETTERS = 15
GROUP = 4

# A question for a passkey is good for so long; browsers give people as much time.
CHALLENGE_LIFETIME = timedelta(minutes=5)
PASSKEYS_ALLOWED = 20
PASSKEY_NAME_LETTERS = 60

# A code of six digits is found by luck once in 333,333 tries, so these leave somebody
# who knows the password less than one chance in fifteen thousand a day.
FAILURES_ALLOWED = ((5, timedelta(minutes=15)), (20, timedelta(hours=24)))
FAILURES_KEPT = timedelta(hours=24)


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 (section 4) recommends."""
    return pyotp.random_base32()


def step_at(at: datetime) -> int:
    """The number of the time step of an instant."""
    return int(at.timestamp() // STEP.total_seconds())


def matching_step(secret: str, code: str, *, at: datetime) -> int | None:
    """The time step whose code this is: of now, of the step before or the one after;
    None when it is of none of them."""
    found = None
    for step in _steps_around(step_at(at)):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()):
            found = step
    return found


def code_of(secret: str, step: int) -> str:
    """The code of one time step."""
    return pyotp.TOTP(secret, digits=CODE_DIGITS).generate_otp(step)


def address_of(secret: str, *, person: str, programme: str) -> str:
    """What an application reads from the picture: `otpauth://totp/…`."""
    return pyotp.TOTP(secret, digits=CODE_DIGITS).provisioning_uri(
        name=person, issuer_name=programme
    )


def is_authenticator_code(typed: str) -> bool:
    """Whether something typed has the form of an authenticator's code."""
    return len(typed) == CODE_DIGITS and typed.isascii() and typed.isdigit()


def new_recovery_code() -> str:
    """A code in groups of four letters, as it is shown and typed."""
    return in_groups(new_code(RECOVERY_LETTERS))


def normalise_recovery_code(typed: str) -> str | None:
    """The code without its dashes; None when no recovery code looks like it."""
    code = normalise_code(typed)
    if len(code) != RECOVERY_LETTERS + 1 or not code.isascii() or not code.isalnum():
        return None
    body = code[:-1]
    if "U" in body or check_letter(body) != code[-1]:
        return None
    return code


def in_groups(text: str, mark: str = "-") -> str:
    """A long secret as people can read it: `ABCD-EFGH-…`."""
    parts = (text[start : start + GROUP] for start in range(0, len(text), GROUP))
    return mark.join(parts)


def _steps_around(step: int) -> Iterator[int]:
    return iter(range(step - DRIFT_STEPS, step + DRIFT_STEPS + 1))
