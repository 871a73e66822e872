"""What makes another class equivalent, and how they are ranked, as data (`rules.json`).

The programme's rules say nothing of interrupted classes, so these are this deployment's
to set; docs/rules/transfers.md says what each does.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.calendar import working_days
from core.clock import end_of_day
from marketplace.transfers.models import Cause, Distance

FILE = Path(__file__).with_name("rules.json")
ORDERS = ("likeness", "platform", "distance", "title", "start", "price")


@dataclass(frozen=True)
class Rulebook:
    """`replacements` are offered at most, for `answer_for`. With more than `done_bps`
    of her steps done she is far along, and may ask for her balance `refund_requests`
    times. The programme decides within `decide_working_days`, is reminded
    `remind_working_days` before the last of them, and is written to about new requests
    once in `letters_apart` at most. `dearer_bps` is how much dearer than the voucher a
    replacement may be; both in basis points. `order` ranks, the weightiest first."""

    version: int
    replacements: int
    answer_for: timedelta
    start_within: timedelta
    done_bps: int
    refund_requests: int
    decide_working_days: int
    remind_working_days: int
    letters_apart: timedelta
    dearer_bps: int
    other_platforms: bool
    occupation_digits: int
    farthest: Distance
    order: tuple[str, ...]

    def is_far_along(self, cause: str, *, confirmed: int, required: int) -> bool:
        """Whether she did so much of a class that it counts as taught. A class that was
        called off never began."""
        if cause == Cause.CALLED_OFF:
            return False
        return confirmed * 10_000 > required * self.done_bps

    def due_at(self, at: datetime, *, zone: ZoneInfo) -> datetime:
        """By when the programme decides about what is asked now: the last second of a
        working day."""
        return _end_of_working_day(at, self.decide_working_days, zone)

    def reminds_until(self, at: datetime, *, zone: ZoneInfo) -> datetime:
        """What is due by then is reminded of now."""
        return _end_of_working_day(at, self.remind_working_days, zone)


def _end_of_working_day(at: datetime, count: int, zone: ZoneInfo) -> datetime:
    day = working_days().after(at.astimezone(zone).date(), count)
    return end_of_day(day, zone)


@cache
def rulebook() -> Rulebook:
    """The rules that ship; raises KeyError or ValueError when they do not hold."""
    document: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    order = tuple(document["order"])
    if not set(order) <= set(ORDERS):
        raise ValueError(f"Replacements are ranked by: {', '.join(ORDERS)}.")
    return Rulebook(
        version=document["version"],
        replacements=document["replacements"],
        answer_for=timedelta(days=document["answer_days"]),
        start_within=timedelta(days=document["start_within_days"]),
        done_bps=document["done_bps"],
        refund_requests=document["refund_requests"],
        decide_working_days=document["decide_working_days"],
        remind_working_days=document["remind_working_days"],
        letters_apart=timedelta(minutes=document["letters_apart_minutes"]),
        dearer_bps=document["dearer_bps"],
        other_platforms=document["other_platforms"],
        occupation_digits=document["occupation_digits"],
        farthest=Distance[document["farthest"].upper()],
        order=order,
    )
