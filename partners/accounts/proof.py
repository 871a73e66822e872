"""How a person proved who she is, and what that is worth to others.

Kept with each browser's session; OpenID Connect tells it on as `amr`, `acr` and
`auth_time` (requirement OA-21).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Registered levels of assurance (REFEDS): one factor, and two or more of them.
SINGLE_FACTOR = "https://refeds.org/profile/sfa"
MULTI_FACTOR = "https://refeds.org/profile/mfa"


class Method(StrEnum):
    """What she showed, by the names of RFC 8176 where it has one: a password, a code of
    her authenticator, a passkey that stays in its device, one that is copied between
    her devices, a recovery code."""

    PASSWORD = "pwd"  # noqa: S105 (a name of RFC 8176)
    CODE = "otp"
    DEVICE_KEY = "hwk"
    SYNCED_KEY = "swk"
    RECOVERY_CODE = "recovery"


PASSKEYS = frozenset({Method.DEVICE_KEY, Method.SYNCED_KEY})
SECOND_FACTORS = PASSKEYS | {Method.CODE, Method.RECOVERY_CODE}


@dataclass(frozen=True)
class Proof:
    """What was shown in one session. `authenticated_at` is when anything was shown
    last, `second_factor_at` when a second factor was, None before the first."""

    methods: frozenset[str]
    authenticated_at: datetime
    second_factor_at: datetime | None

    @property
    def acr(self) -> str:
        """The level of assurance (OpenID Connect Core, section 2)."""
        return SINGLE_FACTOR if self.second_factor_at is None else MULTI_FACTOR

    @property
    def amr(self) -> list[str]:
        """The methods as RFC 8176 names them; a recovery code has no name there and is
        a one-time password by what it does."""
        named = {
            Method.CODE if method == Method.RECOVERY_CODE else method
            for method in self.methods
        }
        if self.second_factor_at is not None:
            named.add("mfa")
        return sorted(map(str, named))

    def showed_second_factor_within(self, limit: timedelta, *, at: datetime) -> bool:
        """Whether a second factor was shown at most `limit` ago."""
        return self.second_factor_at is not None and at - self.second_factor_at <= limit
