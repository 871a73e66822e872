"""What an id_token says about how the person signed in, as pure functions."""

from collections.abc import Collection, Mapping

from partners.accounts.proof import MULTI_FACTOR, SINGLE_FACTOR

SCOPE = "openid"
ACR_VALUES = (SINGLE_FACTOR, MULTI_FACTOR)

# What a client may have us repeat in its id_token.
NONCE_MAX_LETTERS = 1024


def acr_of(methods: Collection[str]) -> str:
    """The level of assurance that methods amount to, as RFC 8176 names them."""
    return MULTI_FACTOR if "mfa" in methods else SINGLE_FACTOR


def nonce_of(parameters: Mapping[str, str]) -> str | None:
    """The nonce of an OpenID request; of any other it means nothing."""
    if SCOPE not in (parameters.get("scope") or "").split(" "):
        return None
    return parameters.get("nonce") or None


def is_usable_nonce(nonce: str) -> bool:
    """Whether a nonce can be kept and given back as it is."""
    return len(nonce) <= NONCE_MAX_LETTERS and nonce.isprintable()
