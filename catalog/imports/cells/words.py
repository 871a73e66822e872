"""Cells that hold one of a few words, in Indonesian, English, or as a person said."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from catalog.imports.cells import kinds
from catalog.imports.cells.reading import Cell, Said, refused
from core.names import comparison_key

FILE = Path(__file__).with_name("words.toml")
_AMBIGUOUS = "or"


@cache
def vocabulary() -> Mapping[str, dict[str, str]]:
    """By field, what a word (as its comparison key) stands for. A value with `or` in it
    names the two things that the word may mean."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    for field, meanings in document.items():
        found[field] = {
            comparison_key(word): meaning
            for meaning, words in meanings.items()
            for word in [*words, meaning]
        }
    return found


def read_word(text: str, field: str, said: Said) -> Cell:
    """What the cell stands for: as said for the list, else as the vocabulary knows."""
    key = comparison_key(text)
    own = said.words.get(field, {}).get(key)
    if own is not None:
        return Cell(own or None)
    known = vocabulary()[field]
    meaning = known.get(key)
    if meaning is None:
        return refused(kinds.WORD_UNKNOWN, known=", ".join(_meanings(known)))
    one, ambiguous, other = meaning.partition(f" {_AMBIGUOUS} ")
    if ambiguous:
        return refused(kinds.WORD_AMBIGUOUS, one=one, other=other)
    return Cell(meaning)


def read_words(text: str, field: str, said: Said, *, most: int) -> Cell:
    """Several of them, parted by `|`, `;`, a comma, a slash or a line break."""
    whole = read_word(text, field, said)
    if not whole.is_refused:
        return Cell([whole.value] if whole.value else None)
    found: list[Any] = []
    for part in re.split(r"[|;,/\n]|\bdan\b|\band\b", text):
        if not part.strip():
            continue
        cell = read_word(part, field, said)
        if cell.is_refused:
            return cell
        if cell.value and cell.value not in found:
            found.append(cell.value)
    if len(found) > most:
        return refused(kinds.LIST_TOO_LONG, limit=most)
    return Cell(found or None)


def read_flag(text: str, said: Said, field: str) -> Cell:
    """Yes or no."""
    own = {"flag": said.words.get(field, {})}
    cell = read_word(text, "flag", Said(words=own))
    return cell if cell.is_refused else Cell(cell.value == "yes")


def read_category(text: str, categories: Mapping[str, str], said: Said) -> Cell:
    """A category's code; `categories` has the code of each title, by comparison key."""
    key = comparison_key(text)
    own = said.words.get("category", {}).get(key)
    if own is not None:
        return Cell(own or None)
    code = categories.get(key)
    if code is None:
        known = ", ".join(sorted(set(categories.values()))[:30])
        return refused(kinds.WORD_UNKNOWN, known=known)
    return Cell(code)


def _meanings(known: Mapping[str, str]) -> list[str]:
    return sorted({each for each in known.values() if f" {_AMBIGUOUS} " not in each})
