"""Checksums of sets, and when a set may not shrink unseen."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

_SIZE = 32
_MODULUS = 1 << (8 * _SIZE)

# The checksum of the empty set.
NOTHING = bytes(_SIZE)


def canonical(item: Any) -> str:
    """An item as RFC 8785 writes it: members in order, no spaces, no needless escapes.

    Items hold texts, whole numbers, truth values, lists and objects with ASCII names;
    for those, this is what the RFC asks for. A float would need its rules for numbers.
    """
    return json.dumps(
        item, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest_of(document: str) -> bytes:
    """SHA-256 of an item's canonical text."""
    return hashlib.sha256(document.encode()).digest()


def with_change(
    checksum: bytes, *, gone: bytes | None = None, come: bytes | None = None
) -> bytes:
    """The checksum after one item left the set or another came, or both.

    It is the sum of the items' digests modulo 2^256: the order in which a set was
    built does not matter, and a change costs the same however large the set is.
    """
    total = int.from_bytes(checksum)
    total += int.from_bytes(come or b"") - int.from_bytes(gone or b"")
    return (total % _MODULUS).to_bytes(_SIZE)


@dataclass(frozen=True)
class Guard:
    """A set may lose less than `least` items, or at most `share_bps` of its size of the
    last hour, without a person's word (feature 35)."""

    share_bps: int = 1_000
    least: int = 20

    def stops(self, *, size: int, after: int, peak: int) -> str | None:
        """Why a set of `size` may not become one of `after`, which is smaller; None if
        it may. The values are those of HoldReason."""
        if size and not after:
            return "emptied"
        lost = peak - after
        sharply = lost >= self.least and lost * 10_000 > peak * self.share_bps
        return "shrunk" if sharply else None


WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Peaks:
    """The most items in the running hour and in the one before: together they look
    back at least one hour, and at most two."""

    now: int
    before: int
    since: datetime

    @property
    def highest(self) -> int:
        return max(self.now, self.before)

    def moved_to(self, at: datetime, *, size: int) -> "Peaks":
        """The peaks at a later instant, at which the set has `size` items."""
        passed = at - self.since
        if passed >= 2 * WINDOW:
            return Peaks(size, size, at)
        if passed >= WINDOW:
            return Peaks(size, self.now, self.since + WINDOW)
        return Peaks(max(self.now, size), self.before, self.since)
