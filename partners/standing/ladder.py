"""The ladder of sanctions: how long, how fast, and what each rung stops, as data.

No source tells the programme's own steps (programme rules, section 10), so the numbers
of `ladder.json` are this deployment's to set. A sanction keeps the version by which it
was decided.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.text import Text
from partners.standing.models import Scope, Severity, Stop

FILE = Path(__file__).with_name("ladder.json")


@dataclass(frozen=True)
class Step:
    """A rung. Days count in the programme's zone; `longest_days` None: for ever.

    `emergency`: one person may begin with it. `after_reply`: it begins when the time
    to reply is over.
    """

    reply_days: int
    usual_days: int | None
    longest_days: int | None
    emergency: bool
    after_reply: bool


@dataclass(frozen=True)
class Reason:
    """Why organisations are sanctioned: in words, and the ground that usually holds."""

    words: Text
    ground: Text


@dataclass(frozen=True)
class Ladder:
    version: int
    emergency_hours: int
    steps: dict[Severity, Step]
    stops: dict[tuple[Scope, Severity], tuple[Stop, ...]]
    reasons: dict[str, Reason]


@cache
def ladder() -> Ladder:
    """The ladder that ships; raises KeyError, TypeError or ValueError when unusable."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return Ladder(
        version=document["version"],
        emergency_hours=document["emergency_hours"],
        steps={
            Severity(name): Step(**step) for name, step in document["steps"].items()
        },
        stops={
            (Scope(scope), Severity(severity)): tuple(map(Stop, stops))
            for scope, rungs in document["stops"].items()
            for severity, stops in rungs.items()
        },
        reasons={
            code: Reason(Text(*reason["words"]), Text(*reason["ground"]))
            for code, reason in document["reasons"].items()
        },
    )
