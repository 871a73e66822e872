"""Bringing together what two people wrote at once, place by place. Pure functions.

A text in two languages is two places, `title/id` and `title/en`, so that one may mend
the English while another writes the Indonesian; every other field is one place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import LOCALES

Places = dict[str, Any]
TEXTS = frozenset({"title", "summary", "description", "market_need"})


@dataclass(frozen=True)
class Merge:
    """`mine` are the places that I alone changed, with what I wrote; `theirs` those
    that others alone changed; `both` those that both changed to something else."""

    mine: Mapping[str, Any]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def places(content: Mapping[str, Any], fields: Iterable[str]) -> Places:
    """Some fields of a content by place; None where nothing is said."""
    found: Places = {}
    for field in fields:
        value = content.get(field)
        if field in TEXTS:
            for language in LOCALES:
                found[f"{field}/{language}"] = (value or {}).get(language) or None
        else:
            found[field] = value
    return found


def merge(
    base: Mapping[str, Any], theirs: Mapping[str, Any], changed: Mapping[str, Any]
) -> Merge:
    """What became of the places that I `changed` since I read `base`."""
    moved = [each for each in theirs if theirs[each] != base.get(each)]
    both = {each for each in moved if each in changed and changed[each] != theirs[each]}
    return Merge(
        mine={each: changed[each] for each in changed if each not in moved},
        theirs=tuple(each for each in moved if each not in changed),
        both=tuple(each for each in moved if each in both),
    )


def patch_of(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Places as a merge patch of the content (RFC 7396)."""
    patch: dict[str, Any] = {}
    for place, value in changed.items():
        field, _, language = place.partition("/")
        if language:
            patch.setdefault(field, {})[language] = value
        else:
            patch[field] = value
    return patch


def field_of(place: str) -> str:
    """The field that a place is of."""
    return place.partition("/")[0]
