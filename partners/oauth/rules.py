"""How long things live, and how secrets are kept: the rules of the OAuth server."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

# Requirement OA-05 (FAPI 2.0, 5.3.2).
CODE_LIFETIME = timedelta(seconds=60)

# Requirement OA-15: 10 minutes, and 5 where a token can move money.
ACCESS_LIFETIME = timedelta(minutes=10)
MONEY_ACCESS_LIFETIME = timedelta(minutes=5)

# Requirement OA-14: from the consent on, however often the token is refreshed.
REFRESH_LIFETIME = timedelta(days=30)

MONEY_SCOPES = frozenset({"orders:write", "participant:self", "programme:manage"})


def digest(secret: str) -> bytes:
    """What is stored of a token, code or client secret: they hold 256 random bits, so
    plain SHA-256 is enough (OA-19). Any text that a stranger may send is hashed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def access_lifetime(scopes: Collection[str]) -> timedelta:
    """How long an access token with these scopes lives."""
    if MONEY_SCOPES.isdisjoint(scopes):
        return ACCESS_LIFETIME
    return MONEY_ACCESS_LIFETIME


def pairwise_subject(key: bytes, *, organisation_id: UUID, account_id: UUID) -> str:
    """The name by which one organisation knows one person, 26 letters of base 32.

    Two organisations cannot compare theirs (OpenID Connect Core, section 8.1).
    """
    message = organisation_id.bytes + account_id.bytes
    mac = hmac.new(key, message, hashlib.sha256).digest()
    return base64.b32encode(mac[:16]).decode().rstrip("=").lower()
