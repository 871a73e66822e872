"""The formula of the quality score, as data (`formula.json`), and what follows from it.
Pure functions; docs/rules/quality.md says it in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from catalog.reviews.rulebook import rulebook

FILE = Path(__file__).with_name("formula.json")
FULL = 1_000


class PartName(StrEnum):
    """What the score is made of."""

    COMPLETION = "completion"
    PASS = "pass"  # noqa: S105 (the share of those who pass)
    RATING = "rating"
    COMPLAINTS = "complaints"
    JOB_OUTCOME = "job_outcome"


@dataclass(frozen=True)
class Formula:
    """`smallest`: with fewer people a part is not shown and does not count. A score
    needs parts of `least_weight_percent` of all weights. With
    `complaints_per_hundred_for_nothing` and more, complaints give no point."""

    version: int
    period_days: int
    smallest: int
    least_weight_percent: int
    complaints_per_hundred_for_nothing: int
    weights: Mapping[str, int]


@cache
def formula() -> Formula:
    """The formula that ships; raises TypeError when something is missing."""
    return Formula(**json.loads(FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Counted:
    """A part as it was counted: a share, stars of so many reviews, or complaints of so
    many learners."""

    name: str
    numerator: int
    denominator: int

    @property
    def is_shown(self) -> bool:
        """Whether it is about enough people to be shown."""
        return self.denominator >= formula().smallest


def points_of(part: Counted) -> int:
    """What a part is worth: 0 to 1,000, rounded down."""
    if part.name == PartName.RATING:
        prior = rulebook().rating
        weighed = prior.prior_weight * prior.prior_thousandths + 1_000 * part.numerator
        score = weighed // (prior.prior_weight + part.denominator)
        return (score - 1_000) * FULL // 4_000
    if part.name == PartName.COMPLAINTS:
        most = formula().complaints_per_hundred_for_nothing
        worst = most * part.denominator
        return max(0, worst - 100 * part.numerator) * FULL // worst
    return part.numerator * FULL // part.denominator


def score_of(parts: Sequence[Counted]) -> int | None:
    """The mean of the parts that are shown, by their weights: 0 to 1,000, rounded down.

    None where what is known weighs too little: no number is made up.
    """
    rules = formula()
    shown = [part for part in parts if part.is_shown and rules.weights[part.name]]
    weight = sum(rules.weights[part.name] for part in shown)
    if weight * 100 < rules.least_weight_percent * sum(rules.weights.values()):
        return None
    points = sum(rules.weights[part.name] * points_of(part) for part in shown)
    return points // weight
