"""How often access is reviewed, and what follows when it is not, as data.

No source names a number for partners (feature 27 asks for the review alone), so the
numbers of `rules.json` are this deployment's to set. A review keeps the version by
which it was opened.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from partners.organisations.models import Kind

FILE = Path(__file__).with_name("rules.json")


@dataclass(frozen=True)
class Rulebook:
    """Days are spans of 24 hours.

    A review is to be answered within `answer`; owners are reminded `remind_before` its
    end and then every `remind_every`. `lapse` after its end it is over undone, seats
    that nobody decided and nobody used for `end_unused` end, and the next one opens
    after `again`. A seat is flagged when it was not used for `unused`.
    """

    version: int
    every_partner: timedelta
    every_operator: timedelta
    answer: timedelta
    remind_before: timedelta
    remind_every: timedelta
    lapse: timedelta
    again: timedelta
    unused: timedelta
    end_unused: timedelta

    def every(self, kinds: Collection[str]) -> timedelta:
        """How long after a completed review the next one opens."""
        return self.every_operator if Kind.OPERATOR in kinds else self.every_partner


@cache
def rulebook() -> Rulebook:
    """The rules that ship; raises KeyError or ValueError when unusable."""
    document: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    spans = {
        name: _days(document[f"{name}_days"])
        for name in (
            *("answer", "remind_before", "remind_every"),
            *("lapse", "again", "unused", "end_unused"),
        )
    }
    return Rulebook(
        version=document["version"],
        every_partner=_days(document["every_days"]["partner"]),
        every_operator=_days(document["every_days"]["operator"]),
        **spans,
    )


def _days(number: int) -> timedelta:
    if number < 1:
        raise ValueError(number)
    return timedelta(days=number)
