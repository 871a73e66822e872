"""Bringing together what two people wrote at once, place by place. Pure functions.

A text in two languages is two places, `title/id` and `title/en`, so that one may mend
the English while another writes the Indonesian. A list is one place, whose items are
joined; an item that both changed is a place of its own, `syllabus/2`, and so is the
order that both changed, `syllabus/order`. Every other field is one place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from typing import Any

from catalog.authoring.items import Joined, Origins, Rule, Three, join
from core.text import LOCALES

Places = dict[str, Any]
TEXTS = frozenset({"title", "summary", "description", "market_need"})
# What the schema takes at most of each (schemas.py).
LISTS: Mapping[str, Rule] = {
    "syllabus": Rule(10),
    "outcomes": Rule(50),
    "equipment": Rule(50),
    "media": Rule(20),
    "languages": Rule(5),
    "skills": Rule(50, ordered=False),
    "occupations": Rule(20, ordered=False),
    "competence_units": Rule(30, ordered=False),
    "trainers": Rule(30, ordered=False),
    "evaluation": Rule(4, ordered=False),
    "access": Rule(20, ordered=False),
}


@dataclass(frozen=True)
class Merge:
    """`mine` is what to write over theirs, by place. `theirs` are the places that
    others alone changed; `joined` the lists in which both changed something. `both`
    are those that both changed to something else: what each was, is to others and to
    me. `origins` say of lists in `mine` where their items are among theirs, as far as
    that is known."""

    mine: Mapping[str, Any]
    theirs: tuple[str, ...]
    joined: tuple[str, ...]
    both: Mapping[str, Three]
    origins: Mapping[str, Origins] = member(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """By list where its items, theirs and mine, came from in what both began from, as
    far as that is known."""

    theirs: Mapping[str, Origins] = member(default_factory=dict)
    mine: Mapping[str, Origins] = member(default_factory=dict)


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
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    changed: Mapping[str, Any],
    choices: Mapping[str, str] | None = None,
    *,
    lists: Mapping[str, Rule] = LISTS,
    known: Known | None = None,
) -> Merge:
    """What became of the places that I `changed` since I read `base`. What both changed
    is settled where `choices` say `mine` or `theirs` of its place."""
    chosen = choices or {}
    known = known or Known()
    origins: dict[str, Origins] = {}
    mine: dict[str, Any] = {}
    others: list[str] = []
    joined: list[str] = []
    both: dict[str, Three] = {}
    for place, now in theirs.items():
        was = base.get(place)
        if now == was:
            if place in changed:
                mine[place] = changed[place]
                if place in known.mine:
                    origins[place] = known.mine[place]
        elif place not in changed:
            others.append(place)
        elif changed[place] != now:
            three = (was, now, changed[place])
            together = _joined(place, three, chosen, lists, known)
            if together is not None:
                joined.append(place)
                both |= {f"{place}/{key}": of for key, of in together.both.items()}
                if together.value != now:
                    mine[place] = together.value or None
                    origins[place] = together.origins
            elif chosen.get(place) == "mine":
                mine[place] = changed[place]
            elif chosen.get(place) != "theirs":
                both[place] = three
    return Merge(mine, tuple(others), tuple(joined), both, origins)


def _joined(
    place: str,
    three: Three,
    choices: Mapping[str, str],
    lists: Mapping[str, Rule],
    known: Known,
) -> Joined | None:
    """A list of which each item is looked at; None where there would be too many, and
    for what is no list."""
    rule = lists.get(place)
    if rule is None:
        return None
    of_items = {
        each.removeprefix(f"{place}/"): choice for each, choice in choices.items()
    }
    was, theirs, mine = (each or [] for each in three)
    together = join(
        *(was, theirs, mine, rule, of_items),
        theirs_from=known.theirs.get(place),
        mine_from=known.mine.get(place),
    )
    return together if len(together.value) <= rule.most else None


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
