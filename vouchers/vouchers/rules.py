"""Redeem codes and the time in which one is redeemed. Pure functions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.database import Json
from core.ids import CODE_ALPHABET, check_letter, normalise_code

GROUP = 4


@dataclass(frozen=True)
class Window:
    """A span of time: from `opens_at` on, and before `closes_at`."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def redeem_window(
    rules: Json,
    *,
    issued_at: datetime,
    expires_at: datetime,
    starts_at: datetime,
) -> Window:
    """When a voucher's first step can be confirmed, by the rules pinned to it.

    The scheme counts minutes before and after the start of the class; where it names
    none, the window reaches from the purchase to the end of the class. Source:
    programme rules, section 6 (normal scheme: 1 hour before to 1 hour after).
    """
    before = rules["redeem"]["before_minutes"]
    after = rules["redeem"]["after_minutes"]
    opens_at = issued_at
    closes_at = expires_at
    if before is not None:
        opens_at = max(issued_at, starts_at - timedelta(minutes=before))
    if after is not None:
        closes_at = min(expires_at, starts_at + timedelta(minutes=after))
    return Window(opens_at, closes_at)


def group_code(code: str) -> str:
    """A code as people read it: `ABCD-EFGH-JKMN-PQRS-T`."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def read_code(typed: str) -> str | None:
    """The code that was meant, or None when its check letter shows a slip."""
    code = normalise_code(typed)
    if len(code) < 2 or not set(code) <= set(CODE_ALPHABET):
        return None
    return code if check_letter(code[:-1]) == code[-1] else None
