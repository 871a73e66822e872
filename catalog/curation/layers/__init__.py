"""How courses are judged: documents that ship with the program, versioned.

A document that was in force is never changed: a case is pinned to its version.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.dated import in_force
from core.text import Text

FOLDER = Path(__file__).parent


class BadCuration(ValueError):
    """A document that cannot be used; the message says where and why."""


class Judge(StrEnum):
    """Who judges in a layer: the platform that the institution named, the operator, or
    assessors that are drawn."""

    PLATFORM = "platform"
    OPERATOR = "operator"
    ASSESSORS = "assessors"


@dataclass(frozen=True)
class Indicator:
    """One thing to look at: scored from 0 to `most`, failed below `least`. Where it is
    mandatory, nothing that fails it is approved."""

    code: str
    aspect: str
    text: Text
    most: int
    least: int
    mandatory: bool
    source: str


@dataclass(frozen=True)
class Layer:
    """One look at a course: `seats` judge it within `days`; with `third`, one more
    where they disagree. `blind` are fields of the content that they are
    not shown."""

    code: str
    title: Text
    by: Judge
    seats: int
    third: bool
    days: timedelta
    blind: frozenset[str]
    aspects: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Curation:
    """One version of the whole: the layers in their order, and the rubric."""

    version: int
    since: date
    layers: tuple[Layer, ...]
    aspects: Mapping[str, Text]
    indicators: tuple[Indicator, ...]
    valid: timedelta
    renewal: timedelta
    reminder: timedelta
    appeal_window: timedelta
    appeal_layer: str

    def layer(self, code: str) -> Layer:
        """The layer of this name; KeyError for a name that is none."""
        return next(each for each in self.layers if each.code == code)

    def after(self, code: str) -> Layer | None:
        """The layer that follows this one; None after the last."""
        place = [each.code for each in self.layers].index(code) + 1
        return self.layers[place] if place < len(self.layers) else None

    def rubric(self, layer: Layer) -> Sequence[Indicator]:
        """What is looked at in a layer, aspect by aspect."""
        return [
            each
            for aspect in layer.aspects
            for each in self.indicators
            if each.aspect == aspect
        ]


@cache
def shipped_curations() -> dict[int, Curation]:
    """Every document by its version; BadCuration if one is not usable."""
    found: dict[int, Curation] = {}
    for path in sorted(FOLDER.glob("curation.*.toml")):
        curation = read_curation(path)
        if path.name != f"curation.{curation.version}.toml":
            raise BadCuration(f"{path.name} does not say which version it holds")
        found[curation.version] = curation
    return found


def curation_in_force(*, on: date) -> Curation:
    """The newest version that is in force on a day; the first one before that."""
    return in_force(shipped_curations().values(), on=on)


def read_curation(path: Path) -> Curation:
    """The document at `path`, or BadCuration."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        curation = _curation(document)
    except (KeyError, TypeError, ValueError) as error:
        raise BadCuration(f"{path.name}: {error!r}") from error
    for mistake in _mistakes(curation):
        raise BadCuration(f"{path.name}: {mistake}")
    return curation


def _curation(document: Mapping[str, Any]) -> Curation:
    approval, appeal = document["approval"], document["appeal"]
    return Curation(
        version=document["version"],
        since=document["since"],
        layers=tuple(_layer(each) for each in document["layers"]),
        aspects={each["code"]: Text(**each["title"]) for each in document["aspects"]},
        indicators=tuple(
            Indicator(**(each | {"text": Text(**each["text"])}))
            for each in document["indicators"]
        ),
        valid=timedelta(days=approval["valid_days"]),
        renewal=timedelta(days=approval["renewal_days"]),
        reminder=timedelta(days=approval["reminder_days"]),
        appeal_window=timedelta(days=appeal["window_days"]),
        appeal_layer=appeal["layer"],
    )


def _layer(each: Mapping[str, Any]) -> Layer:
    return Layer(
        code=each["code"],
        title=Text(**each["title"]),
        by=Judge(each["by"]),
        seats=each["seats"],
        third=each["third"],
        days=timedelta(days=each["days"]),
        blind=frozenset(each["blind"]),
        aspects=tuple(each["aspects"]),
        source=each["source"],
    )


def _mistakes(curation: Curation) -> list[str]:
    """What would go wrong only when the first course is judged."""
    found = []
    codes = [each.code for each in curation.layers]
    codes += [each.code for each in curation.indicators]
    if len(codes) != len(set(codes)):
        found.append("a layer or an indicator is there twice")
    for layer in curation.layers:
        if unknown := set(layer.aspects) - curation.aspects.keys():
            found.append(f"{layer.code} looks at {sorted(unknown)}, which is nothing")
        if layer.seats < 1 or (layer.by != Judge.ASSESSORS and layer.seats > 1):
            found.append(f"{layer.code} has {layer.seats} seats")
        if layer.third and (layer.by != Judge.ASSESSORS or layer.seats != 2):
            found.append(f"{layer.code} can have no third")
    for one in curation.indicators:
        if one.aspect not in curation.aspects:
            found.append(f"{one.code} belongs to {one.aspect}, which is nothing")
        if not 0 <= one.least <= one.most or one.most < 1:
            found.append(f"{one.code} asks for {one.least} of {one.most}")
    appeal = [each for each in curation.layers if each.code == curation.appeal_layer]
    if not appeal or appeal[0].by != Judge.ASSESSORS:
        found.append("an appeal goes to a layer of assessors")
    return found
