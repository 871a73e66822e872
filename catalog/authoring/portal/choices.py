"""A place that two people changed, as a page shows it for one of them to choose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.authoring.items import Three
from catalog.authoring.portal.lines import Piece, differing
from catalog.authoring.portal.makers import Maker

Say = Callable[[str, Any], list[str]]


@dataclass(frozen=True)
class Choice:
    """A place that both changed. `theirs` and `mine` are lines in pieces beside `base`;
    `own` is my text, which may be mended here; `maker` says whose theirs is."""

    place: str
    base: list[str]
    theirs: list[list[Piece]]
    mine: list[list[Piece]]
    own: str | None = None
    maker: Maker | None = None


def choice_of(
    place: str,
    three: Three,
    say: Say,
    *,
    own: str | None = None,
    maker: Maker | None = None,
) -> Choice:
    """What a place was, is to others and to me, in the words of `say`."""
    base, theirs, mine = (say(place, each) for each in three)
    return Choice(
        place=place,
        base=base,
        theirs=differing(base, theirs),
        mine=differing(base, mine),
        own=own,
        maker=maker,
    )


def choices_in(form: Mapping[str, str]) -> dict[str, str]:
    """What a sent page chose, `mine` or `theirs` by place."""
    return {
        name.removeprefix("choose/"): value
        for name, value in form.items()
        if name.startswith("choose/") and value in ("mine", "theirs")
    }
