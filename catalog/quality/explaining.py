"""The formula in words, with its numbers: for the page, and for programs."""

from typing import Any

from catalog.quality.formula import PartName, formula
from catalog.quality.wording import COUNTED, POINTS, SCORE
from catalog.reviews.rulebook import rulebook


def formula_in_words(language: str) -> dict[str, Any]:
    """All that is needed to count the score again, in a reader's language."""
    rules, prior = formula(), rulebook().rating
    numbers = {
        "reviews": prior.prior_weight,
        "thousandths": prior.prior_thousandths,
        "most": rules.complaints_per_hundred_for_nothing,
        "smallest": rules.smallest,
        "percent": rules.least_weight_percent,
    }
    return {
        "version": rules.version,
        "period_days": rules.period_days,
        "smallest": rules.smallest,
        "least_weight_percent": rules.least_weight_percent,
        "complaints_per_hundred_for_nothing": numbers["most"],
        "rating_prior": {
            "reviews": prior.prior_weight,
            "thousandths": prior.prior_thousandths,
        },
        "parts": [
            {
                "part": name,
                "weight": rules.weights[name],
                "counted": COUNTED[name].in_(language),
                "points": POINTS[name].format(**numbers).in_(language),
            }
            for name in PartName
        ],
        "score": SCORE.format(**numbers).in_(language),
    }
