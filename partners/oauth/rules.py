"""How long things live, and how secrets are kept: the rules of the OAuth server."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from core.database import Json

# Requirement OA-05 (FAPI 2.0, 5.3.2).
CODE_LIFETIME = timedelta(seconds=60)

# Requirement OA-15: 10 minutes, and 5 where a token can move money.
ACCESS_LIFETIME = timedelta(minutes=10)
MONEY_ACCESS_LIFETIME = timedelta(minutes=5)

# Requirement OA-14: from the consent on, however often the token is refreshed.
REFRESH_LIFETIME = timedelta(days=30)

LOOPBACK = frozenset({"127.0.0.1", "::1"})

MONEY_SCOPES = frozenset(
    {"orders:write", "participant:self", "programme:manage", "staff:act"}
)


def digest(secret: str) -> bytes:
    """What is stored of a token, code or client secret: they hold 256 random bits, so
    plain SHA-256 is enough (OA-19). Any text that a stranger may send is hashed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def access_lifetime(
    scopes: Collection[str], *, detail: Json | None = None
) -> timedelta:
    """How long an access token with these scopes, or for this one act, lives."""
    if detail is None and MONEY_SCOPES.isdisjoint(scopes):
        return ACCESS_LIFETIME
    return MONEY_ACCESS_LIFETIME


def pairwise_subject(key: bytes, *, organisation_id: UUID, account_id: UUID) -> str:
    """The name by which one organisation knows one person, 26 letters of base 32.

    Two organisations cannot compare theirs (OpenID Connect Core, section 8.1).
    """
    message = organisation_id.bytes + account_id.bytes
    mac = hmac.new(key, message, hashlib.sha256).digest()
    return base64.b32encode(mac[:16]).decode().rstrip("=").lower()


def is_usable_address(uri: str, *, public: bool) -> bool:
    """Whether a client may register this redirect URI (OA-06).

    https with a host and no fragment, user or blank in it; plain http only for native
    applications (public clients) on the loopback address itself, not on a name.
    """
    if any(letter <= " " or letter in '"<>\\^`{|}*' or letter > "~" for letter in uri):
        return False
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    if parts.fragment or "#" in uri or "@" in parts.netloc or not parts.hostname:
        return False
    if port == 0 or ".." in parts.path:
        return False
    if parts.scheme == "https":
        return True
    return public and parts.scheme == "http" and parts.hostname in LOOPBACK


def is_registered_address(
    uri: str, registered: Collection[str], *, public: bool
) -> bool:
    """Whether a request may be answered at `uri`: letter by letter one of `registered`.

    A native application listens on a free port that it learns when it starts, so for
    a public client the port of a loopback address is free (RFC 8252, section 7.3).
    """
    if uri in registered:
        return True
    if not (public and is_usable_address(uri, public=True)):
        return False
    return _without_port(uri) in {
        _without_port(one) for one in registered if one.startswith("http://")
    }


def _without_port(uri: str) -> str:
    """A loopback address without its port; any other URI is left as it is."""
    parts = urlsplit(uri)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        return uri
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    bare = uri.removeprefix("http://").removeprefix(parts.netloc)
    return f"http://{host}{bare}"


def parse_scopes(text: str | None) -> list[str]:
    """The scopes of a request, each once, in the order of the alphabet."""
    return sorted({scope for scope in (text or "").split(" ") if scope})
