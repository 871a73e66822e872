"""What an authentication request wishes of us besides an answer.

OpenID Connect Core 1.0, section 3.1.2.1. `display`, `acr_values`, `claims` and
`claims_locales` are voluntary there and change nothing here; `ui_locales` and
`login_hint` are for the pages (partners.accounts).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from authlib.oauth2.rfc6749 import InvalidRequestError

NONE, LOGIN, CONSENT, SELECT_ACCOUNT = "none", "login", "consent", "select_account"
PROMPTS = (NONE, LOGIN, CONSENT, SELECT_ACCOUNT)
QUERY = "query"

_SECONDS = re.compile(r"[0-9]{1,9}\Z")


@dataclass(frozen=True)
class Wishes:
    """`max_age` is in seconds; `hint` is an id_token of ours, not yet looked at."""

    prompts: frozenset[str] = frozenset()
    max_age: int | None = None
    hint: str | None = None

    @property
    def silent(self) -> bool:
        """No page may be shown."""
        return NONE in self.prompts

    @property
    def consent(self) -> bool:
        """She is asked although she has consented before."""
        return CONSENT in self.prompts

    @property
    def select_account(self) -> bool:
        """She says which account she means although she is signed in."""
        return SELECT_ACCOUNT in self.prompts

    @property
    def login(self) -> bool:
        """She signs in although she has done so before."""
        return LOGIN in self.prompts

    @property
    def any_sign_in(self) -> bool:
        """Any sign-in will do, whenever it was and whoever it is."""
        asked = self.login or self.select_account or self.max_age is not None
        return not asked and self.hint is None


def stepped_up(wishes: Wishes, within: timedelta | None) -> Wishes:
    """The wishes, with a sign-in as fresh as what is asked for deserves."""
    if within is None:
        return wishes
    seconds = int(within.total_seconds())
    max_age = seconds if wishes.max_age is None else min(wishes.max_age, seconds)
    return replace(wishes, max_age=max_age)


def read_wishes(parameters: Mapping[str, str]) -> Wishes:
    """The wishes of a request; raises invalid_request for those that make no sense.

    Prompts that we do not know are left aside, as the section advises.
    """
    prompts = frozenset((parameters.get("prompt") or "").split())
    if NONE in prompts and len(prompts) > 1:
        raise InvalidRequestError("prompt=none stands alone.")
    if parameters.get("response_mode", QUERY) != QUERY:
        raise InvalidRequestError("response_mode is always query.")
    max_age = parameters.get("max_age") or None
    if max_age is not None and not _SECONDS.match(max_age):
        raise InvalidRequestError("max_age is a whole number of seconds.")
    return Wishes(
        prompts=prompts & frozenset(PROMPTS),
        max_age=int(max_age) if max_age is not None else None,
        hint=parameters.get("id_token_hint") or None,
    )
