"""What the programme asks of a run: documents that ship with the program, versioned."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from core.dated import in_force

FOLDER = Path(__file__).parent


class BadRunStandard(ValueError):
    """A document that cannot be used; the message says where and why."""


@dataclass(frozen=True)
class ModeStandard:
    """What a way of teaching asks of a run: a place or a link, the most seats, the most
    minutes of a day (None for no bound), when enrolment closes at the latest, for how
    many seats there is a trainer, and above how many there is an assistant beside them
    (None where none need be named)."""

    place: bool
    link: bool
    seats: int
    enrolment_closes_days: int
    source: str
    minutes_a_day: int | None = None
    seats_per_trainer: int | None = None
    ratio_source: str = "platform"
    assistant_above_seats: int | None = None
    assistant_source: str = "platform"


@dataclass(frozen=True)
class RunStandard:
    """One version of what a run has to be."""

    version: int
    since: date
    notice_hours: int
    longest_days: int
    evening_from: time
    source: str
    modes: Mapping[str, ModeStandard]


@cache
def shipped_standards() -> tuple[RunStandard, ...]:
    """Every document, by version; BadRunStandard if one is not usable."""
    found = tuple(read_standard(path) for path in sorted(FOLDER.glob("run.*.toml")))
    return tuple(sorted(found, key=lambda each: each.version))


def standard_in_force(*, on: date) -> RunStandard:
    """The newest version that is in force on a day; the first one before that."""
    return in_force(shipped_standards(), on=on)


def read_standard(path: Path) -> RunStandard:
    """The document at `path`, or BadRunStandard."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        standard = _standard(document)
    except (KeyError, TypeError, ValueError) as error:
        raise BadRunStandard(f"{path.name}: {error!r}") from error
    if path.name != f"run.{standard.version}.toml":
        raise BadRunStandard(f"{path.name} does not say which version it holds")
    return standard


def _standard(document: Mapping[str, Any]) -> RunStandard:
    bounds = document["bounds"]
    return RunStandard(
        version=document["version"],
        since=document["since"],
        notice_hours=bounds["notice_hours"],
        longest_days=bounds["longest_days"],
        evening_from=time.fromisoformat(bounds["evening_from"]),
        source=bounds["source"],
        modes={name: ModeStandard(**each) for name, each in document["modes"].items()},
    )
