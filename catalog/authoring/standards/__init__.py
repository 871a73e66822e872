"""What the programme asks of a course: documents that ship with the program, versioned.

A document that was in force is never changed: a submission is pinned to its version.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.dated import in_force

FOLDER = Path(__file__).parent


class BadStandard(ValueError):
    """A document that cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Bounds:
    """How many letters or items something has; `source` is where that is from."""

    at_least: int
    at_most: int
    source: str


@dataclass(frozen=True)
class ModeStandard:
    """What a way of teaching asks for: the least minutes in all, and the most of one
    session, None for no bound."""

    minutes: int
    source: str
    minutes_per_session: int | None = None
    equipment: bool = False
    trainers: bool = False


@dataclass(frozen=True)
class Standard:
    """One version of what a course has to say and to be."""

    version: int
    since: date
    required: tuple[str, ...]
    in_both_languages: tuple[str, ...]
    required_source: str
    limits: Mapping[str, Bounds]
    theory_percent: int
    theory_source: str
    evaluation: tuple[str, ...]
    evaluation_source: str
    modes: Mapping[str, ModeStandard]
    certified_trainers: bool
    trainers_source: str


@cache
def shipped_standards() -> dict[int, Standard]:
    """Every document by its version; BadStandard if one is not usable."""
    found: dict[int, Standard] = {}
    for path in sorted(FOLDER.glob("course.*.toml")):
        standard = read_standard(path)
        if path.name != f"course.{standard.version}.toml":
            raise BadStandard(f"{path.name} does not say which version it holds")
        found[standard.version] = standard
    return found


def standard_in_force(*, on: date) -> Standard:
    """The newest version that is in force on a day; the first one before that."""
    return in_force(shipped_standards().values(), on=on)


def read_standard(path: Path) -> Standard:
    """The document at `path`, or BadStandard."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return _standard(document)
    except (KeyError, TypeError) as error:
        raise BadStandard(f"{path.name}: {error!r}") from error


def _standard(document: Mapping[str, Any]) -> Standard:
    required = document["required"]
    trainers = document.get("trainers", {"certified": False, "source": "platform"})
    return Standard(
        version=document["version"],
        since=document["since"],
        required=tuple(required["fields"]),
        in_both_languages=tuple(required["in_both_languages"]),
        required_source=required["source"],
        limits={name: Bounds(**each) for name, each in document["limits"].items()},
        theory_percent=document["theory"]["at_most_percent"],
        theory_source=document["theory"]["source"],
        evaluation=tuple(document["evaluation"]["required"]),
        evaluation_source=document["evaluation"]["source"],
        modes={name: ModeStandard(**each) for name, each in document["modes"].items()},
        certified_trainers=trainers["certified"],
        trainers_source=trainers["source"],
    )
