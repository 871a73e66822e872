"""In what courses differ. Pure functions."""

from collections.abc import Sequence
from typing import Any

FEWEST, MOST = 2, 4

# What is compared, in the order of the page.
FIELDS = (
    *("lowest_price", "list_price", "platforms"),
    *("next_start", "seats_left", "district"),
    *("stars_average", "reviews", "quality"),
    *("mode", "sessions", "level", "languages", "evening"),
    *("access", "childcare", "institution_name", "category_title"),
)


def differences(courses: Sequence[Any]) -> list[str]:
    """The fields in which not all are alike; none where there is one course."""
    return [
        name
        for name in FIELDS
        if len({_comparable(getattr(each, name)) for each in courses}) > 1
    ]


def _comparable(value: Any) -> Any:
    return tuple(sorted(value)) if isinstance(value, (list, tuple)) else value
