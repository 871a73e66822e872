"""Words that mean the same, from `synonyms.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("synonyms.toml")

Phrase = tuple[str, ...]


@cache
def synonyms() -> Mapping[Phrase, Sequence[Phrase]]:
    """For each word or phrase the others that mean the same, as words in small
    letters."""
    document = tomllib.loads(FILE.read_text("utf-8"))
    found: dict[Phrase, list[Phrase]] = {}
    for line in document["same"]:
        phrases = [tuple(each.casefold().split()) for each in line]
        for phrase in phrases:
            others = found.setdefault(phrase, [])
            others += [each for each in phrases if each != phrase]
    return found


@cache
def longest_phrase() -> int:
    """The most words that a phrase has."""
    return max(map(len, synonyms()))
