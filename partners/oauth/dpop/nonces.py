"""Nonces that we give clients for their proofs (RFC 9449, sections 8 and 9).

A proof with one of them was not made long before its use. They need no table: a nonce
is a keyed hash of the five minutes in which it was given, the same at every worker.
"""

import base64
import hashlib
import hmac
from datetime import datetime

PERIOD_SECONDS = 300

# Its own period and the one after it; and one ahead, as our machines' clocks differ.
_ACCEPTED = (0, -1, 1)


def nonce_at(key: str, at: datetime) -> str:
    """The nonce to give at `at`, under the secret key of the deployment."""
    return _nonce(key, _period(at))


def is_ours(key: str, nonce: str, *, at: datetime) -> bool:
    """Whether we gave this nonce within the last five to ten minutes."""
    given = nonce.encode("utf-8", "surrogatepass")
    return any(
        hmac.compare_digest(given, _nonce(key, _period(at) + step).encode())
        for step in _ACCEPTED
    )


def _period(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD_SECONDS


def _nonce(key: str, period: int) -> str:
    message = f"dpop-nonce:{period}".encode()
    mac = hmac.new(key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:18]).decode()
