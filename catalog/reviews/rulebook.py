"""The numbers and lists of reviews, as data (`rules.json`).

The programme's rules ask for stars and words (section 7) and name no threshold, so
these are this deployment's to set; docs/rules/reviews.md says what each does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from core.text import Text

FILE = Path(__file__).with_name("rules.json")


@dataclass(frozen=True)
class Prior:
    """What a course is taken for before anybody spoke: `prior_weight` reviews of
    `prior_thousandths` of a star."""

    prior_thousandths: int
    prior_weight: int


@dataclass(frozen=True)
class Rulebook:
    """`signals` has the thresholds of each signal by its name; a review whose signals
    weigh `set_aside_at` together does not count until somebody looked."""

    version: int
    edit_for: timedelta
    rating: Prior
    reports_a_day: int
    origins_kept: timedelta
    set_aside_at: int
    signals: Mapping[str, Mapping[str, int]]
    report_reasons: Mapping[str, Text]
    hide_reasons: Mapping[str, Text]
    reply_hide_reasons: Mapping[str, Text]


@cache
def rulebook() -> Rulebook:
    """The rules that ship; raises KeyError when a number or list is missing."""
    document: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    signals = dict(document["signals"])
    return Rulebook(
        version=document["version"],
        edit_for=timedelta(days=document["edit_days"]),
        rating=Prior(**document["rating"]),
        reports_a_day=document["reports_a_day"],
        origins_kept=timedelta(days=document["origins_kept_days"]),
        set_aside_at=signals.pop("set_aside_at"),
        signals=signals,
        report_reasons=_words(document["report_reasons"]),
        hide_reasons=_words(document["hide_reasons"]),
        reply_hide_reasons=_words(document["reply_hide_reasons"]),
    )


def _words(pairs: Mapping[str, list[str]]) -> dict[str, Text]:
    return {code: Text(*pair) for code, pair in pairs.items()}
