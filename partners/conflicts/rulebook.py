"""The numbers and lists of the register, as data (`rules.json`).

The programme's rules forbid ties and name no threshold (programme rules, sections 9 and
10), so these are this deployment's to set; `flask conflicts rebuild` applies a change.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("rules.json")


@dataclass(frozen=True)
class Rulebook:
    """`ownership_bps`: from this share on an owner binds. Days are local days."""

    version: int
    ownership_bps: int
    declaration_days: int
    remind_days: int
    waiver_longest_days: int
    titles: frozenset[str]
    company_forms: frozenset[str]
    public_domains: frozenset[str]
    public_suffixes: frozenset[str]


@cache
def rulebook() -> Rulebook:
    """The rules that ship; raises TypeError when a number or list is missing."""
    document: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    values: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in document.items()
    }
    return Rulebook(**values)
