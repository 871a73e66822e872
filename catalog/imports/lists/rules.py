"""What a row does to the course that it is, and when a run changes too much."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from catalog.authoring.documents import patched

# A job writes down how far it is every few seconds; after this it is lost.
SILENCE = timedelta(minutes=10)
FILE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True)
class Limits:
    """See limits.toml."""

    share_percent: int
    changes: int


@cache
def limits() -> Limits:
    return Limits(**tomllib.loads(FILE.read_text(encoding="utf-8")))


def changes_too_much(changed: int, existing: int) -> bool:
    """Whether a person has to say that a run may go on."""
    bounds = limits()
    over_share = changed * 100 > existing * bounds.share_percent
    return changed > bounds.changes and over_share


def source_ref(reference: str | None, key: str) -> str:
    """By what the next list finds the course again: the list's own reference, else the
    title without case and punctuation."""
    identity = f"reference\n{reference}" if reference else f"title\n{key}"
    return f"list:{sha256(identity.encode()).hexdigest()[:24]}"


def merged(content: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The content after a row. A list that names things in one language keeps the other
    language of those that it names as before."""
    kept = {
        name: _with_old_words(content.get(name), value)
        if name in ("outcomes", "equipment")
        else value
        for name, value in patch.items()
    }
    return patched(content, kept)


def _with_old_words(old: Any, new: list[dict[str, str]]) -> list[dict[str, str]]:
    if not isinstance(old, list):
        return new
    result = []
    for index, thing in enumerate(new):
        before = old[index] if index < len(old) else {}
        same = all(before.get(language) == text for language, text in thing.items())
        result.append({**before, **thing} if same else thing)
    return result
