"""How classes are sampled and visited: documents that ship with the program, versioned.

A document that was in force is never changed: a plan is pinned to its version.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from catalog.courses.models import Mode
from core.dated import in_force
from core.text import Text

FOLDER = Path(__file__).parent
KINDS = ("live", "self_paced")
HOURS = 24
RISKS = (
    *("complaints", "held_reviews", "low_quality", "new_institution", "price"),
    *("past_findings", "sanctions"),
)


class BadMonitoring(ValueError):
    """A document that cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Period:
    """Periods of so many days, one after the other from a first day on."""

    first_day: date
    days: int
    commit_days: int
    draw_days: int
    source: str

    def first_of(self, day: date) -> date:
        """The first day of the period that a day is in."""
        return day - timedelta(days=(day - self.first_day).days % self.days)


@dataclass(frozen=True)
class Sample:
    """How many of a kind are chosen: `by_risk`, and `by_draw` of the rest."""

    by_risk: int
    by_draw: int
    most_per_institution: int
    source: str


@dataclass(frozen=True)
class Late:
    """Draws of what was in no frame before: one, so many days after a period's first
    day, or with `after_days` None one on each day; at `hour` o'clock."""

    after_days: int | None
    hour: int
    samples: Mapping[str, Sample]
    source: str


@dataclass(frozen=True)
class Load:
    """What one monitor is asked for at most: so many sessions that begin on one day,
    and so many self-paced courses at once."""

    live_a_day: int
    self_paced_at_once: int
    source: str


@dataclass(frozen=True)
class Risk:
    """A sign that something may be wrong: it counts from `at` on."""

    code: str
    points: int
    at: int
    text: Text


@dataclass(frozen=True)
class Deadlines:
    """Of the monitor: to accept, and to report after the session. Of the institution:
    to answer, with a reminder before, and to appeal."""

    accept: timedelta
    report: timedelta
    answer_days: int
    appeal_days: int
    reminder: timedelta


@dataclass(frozen=True)
class Weight:
    """What a finding of a severity weighs, upheld or mended; whether it has to be
    shown by evidence."""

    code: str
    upheld: int
    mended: int
    evidence: bool


@dataclass(frozen=True)
class Effect:
    """From how many points within so many days on a warning is put, and a stop of sales
    proposed."""

    days: int
    warning: int
    no_new_starts: int
    source: str


@dataclass(frozen=True)
class Check:
    """One thing to look at in courses of some modes, and how bad it usually is when it
    is not so."""

    code: str
    modes: frozenset[str]
    severity: str
    text: Text
    source: str


@dataclass(frozen=True)
class Monitoring:
    """One version of the whole."""

    version: int
    since: date
    period: Period
    samples: Mapping[str, Sample]
    late: Late | None
    load: Load | None
    least_points: int
    risk_days: int
    risks: Mapping[str, Risk]
    deadlines: Deadlines
    severities: Mapping[str, Weight]
    effect: Effect
    checks: Mapping[str, Check]

    def checks_for(self, mode: str) -> list[Check]:
        """What is looked at in a course of this mode."""
        return [each for each in self.checks.values() if mode in each.modes]


@cache
def shipped_monitorings() -> dict[int, Monitoring]:
    """Every document by its version; BadMonitoring if one is not usable."""
    found: dict[int, Monitoring] = {}
    for path in sorted(FOLDER.glob("monitoring.*.toml")):
        monitoring = read_monitoring(path)
        if path.name != f"monitoring.{monitoring.version}.toml":
            raise BadMonitoring(f"{path.name} does not say which version it holds")
        found[monitoring.version] = monitoring
    return found


def monitoring_in_force(*, on: date) -> Monitoring:
    """The newest version that is in force on a day; the first one before that."""
    return in_force(shipped_monitorings().values(), on=on)


def read_monitoring(path: Path) -> Monitoring:
    """The document at `path`, or BadMonitoring."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        monitoring = _monitoring(document)
    except (KeyError, TypeError, ValueError) as error:
        raise BadMonitoring(f"{path.name}: {error!r}") from error
    for mistake in _mistakes(monitoring):
        raise BadMonitoring(f"{path.name}: {mistake}")
    return monitoring


def _monitoring(document: Mapping[str, Any]) -> Monitoring:
    deadlines, risk = document["deadlines"], document["risk"]
    checks = [_check(each) for each in document["checks"]]
    return Monitoring(
        version=document["version"],
        since=document["since"],
        period=Period(**document["period"]),
        samples=_samples(document["sample"]),
        late=_late(document.get("late")),
        load=Load(**document["load"]) if "load" in document else None,
        least_points=risk["least_points"],
        risk_days=risk["days"],
        risks={
            each["code"]: Risk(**(each | {"text": Text(**each["text"])}))
            for each in document["risks"]
        },
        deadlines=Deadlines(
            accept=timedelta(hours=deadlines["accept_hours"]),
            report=timedelta(hours=deadlines["report_hours"]),
            answer_days=deadlines["answer_days"],
            appeal_days=deadlines["appeal_days"],
            reminder=timedelta(days=deadlines["reminder_days"]),
        ),
        severities={each["code"]: Weight(**each) for each in document["severities"]},
        effect=Effect(**document["effect"]),
        checks={each.code: each for each in checks},
    )


def _samples(table: Mapping[str, Any]) -> dict[str, Sample]:
    return {kind: Sample(**table[kind]) for kind in KINDS}


def _late(table: Mapping[str, Any] | None) -> Late | None:
    if table is None:
        return None
    # Of the first document with late draws, which says how many days after.
    after_days = None if table.get("each_day") else table["after_days"]
    samples = _samples(table["sample"])
    return Late(after_days, table.get("hour", 0), samples, table["source"])


def _check(each: Mapping[str, Any]) -> Check:
    text, modes = Text(**each["text"]), frozenset(each["modes"])
    return Check(**(dict(each) | {"text": text, "modes": modes}))


def _mistakes(monitoring: Monitoring) -> list[str]:
    """What would go wrong only when the first class is visited."""
    found = []
    period, effect = monitoring.period, monitoring.effect
    if not 0 < period.draw_days < period.commit_days or period.days < 1:
        found.append("a seed is committed to before it draws, and both before it acts")
    late, load = monitoring.late, monitoring.load
    if (
        late
        and late.after_days is not None
        and not 0 < late.after_days < period.days - period.draw_days
    ):
        found.append("a late draw is in its period, and before the next one is drawn")
    if late and not 0 <= late.hour < HOURS:
        found.append(f"no day has {late.hour} o'clock")
    if load and min(load.live_a_day, load.self_paced_at_once) < 1:
        found.append("a monitor that is asked for nothing visits nothing")
    if unknown := monitoring.risks.keys() - set(RISKS):
        found.append(f"nobody can count {sorted(unknown)}")
    for one in monitoring.checks.values():
        if one.severity not in monitoring.severities:
            found.append(f"{one.code} is {one.severity}, which is nothing")
        if one.modes - set(Mode):
            found.append(f"{one.code} is for modes that do not exist")
    found += [
        f"nothing is looked at in {mode}"
        for mode in Mode
        if not monitoring.checks_for(mode)
    ]
    if not 0 < effect.warning < effect.no_new_starts:
        found.append("a warning comes before the stop of sales")
    return found
