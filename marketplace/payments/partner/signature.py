"""Checking that a callback comes from the partner, before a byte of it is parsed.

Header: `Stripe-Signature: t=<unix seconds>,v1=<hex>[,v1=<hex>...]`. Signed is the
time, a full stop and the raw body, with HMAC-SHA256 under the endpoint's secret taken
as literal text, its `whsec_` prefix included.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

TOLERANCE_SECONDS = 300
SCHEME = "v1"


class SignatureRefused(Exception):
    """The callback is not proven to come from the partner, just now, and unaltered."""


def verify_signature(
    body: bytes,
    header: str,
    *,
    secrets: Iterable[str],
    at: datetime,
    tolerance: int = TOLERANCE_SECONDS,
) -> None:
    """Let a callback pass, or raise SignatureRefused.

    Any one `v1` under any one of the secrets is enough, so that secrets can be changed
    without a gap; other schemes are ignored. The time may differ from `at` by
    `tolerance` seconds in either direction, which ends the use of a copied callback.
    """
    timestamp, signatures = _parse(header)
    if abs(int(at.timestamp()) - int(timestamp)) > tolerance:
        raise SignatureRefused(
            "The callback was signed too long ago, or in the future."
        )
    signed = timestamp.encode("ascii") + b"." + body
    expected = [
        hmac.new(secret.encode("utf-8"), signed, hashlib.sha256).hexdigest().encode()
        for secret in secrets
    ]
    matches = [hmac.compare_digest(a, b) for a in expected for b in signatures]
    if not any(matches):
        raise SignatureRefused("No signature matches the body.")


def _parse(header: str) -> tuple[str, list[bytes]]:
    pairs = [item.partition("=") for item in header.split(",")]
    times = [value for name, _, value in pairs if name.strip() == "t"]
    # Bytes, because compare_digest refuses text outside ASCII with another error.
    signatures = [
        value.strip().encode("utf-8", "surrogateescape")
        for name, _, value in pairs
        if name.strip() == SCHEME
    ]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit()):
        raise SignatureRefused("The signature does not name one time.")
    if len(times[0]) > 12:
        raise SignatureRefused("The signature's time is out of range.")
    if not signatures:
        raise SignatureRefused("The callback carries no signature of a known scheme.")
    return times[0], signatures
