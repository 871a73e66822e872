"""Which refusals are written down, and how they are told apart."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

# Refusals of one kind to one caller within this time are one row.
WINDOW = timedelta(minutes=10)
KEEP = timedelta(days=90)


class DenialKind(StrEnum):
    """What was tried."""

    SIGN_IN = "sign_in"
    CLIENT = "client"
    LINK = "link"
    ACCESS = "access"
    VOUCHER = "voucher"
    ORDER = "order"
    PAYOUT = "payout"


_kinds: dict[str, DenialKind] = {
    "wrong-credentials": DenialKind.SIGN_IN,
    "too-many-tries": DenialKind.SIGN_IN,
    "too-many-failures": DenialKind.SIGN_IN,
    "too-many-requests": DenialKind.ACCESS,
    "unknown-client": DenialKind.LINK,
    "address-not-registered": DenialKind.LINK,
    "scope-missing": DenialKind.ACCESS,
    "partner-suspended": DenialKind.ACCESS,
    "organisation-kind-missing": DenialKind.ACCESS,
    "staff-permission-missing": DenialKind.ACCESS,
    "dpop-proof-refused": DenialKind.ACCESS,
    "token-bound-to-key": DenialKind.ACCESS,
}


def watch(kind: DenialKind, *slugs: str) -> None:
    """Write these refusals down; upper floors name theirs (marketplace/wiring.py)."""
    _kinds.update(dict.fromkeys(slugs, kind))


def kind_of(slug: str) -> DenialKind | None:
    """As what a refusal is written down; None for one that is not."""
    return _kinds.get(slug)


def fingerprint_of(*parts: Any, at: datetime) -> bytes:
    """What repetitions within the window share."""
    window = int(at.timestamp() // WINDOW.total_seconds())
    text = "\x1f".join(map(str, (*parts, window)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
