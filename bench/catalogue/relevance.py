"""Judged queries over the real courses: how they are made, and how answers are graded.

`data/judged.csv` holds the queries; `python -m bench.catalogue.judge` writes it again
from the register and from `data/judged_by_hand.csv`, always the same. No search had a
part in it: what suits a query follows from the title it was made of, and from the field
of education that the register files each course under.

- known: the title of a course, as published. 3: titled so; 2: the same words but for
  the award; 1: the same detailed field, and a word of it in the title.
- subject: a title without its award ("hospitality management"). 3: titled so but for
  the award; 2: all its words in the title; 1: as above.
- field: the name of a detailed field of education in which at least five courses are
  filed. 3: filed there and a word of it in the title; 2: filed there; 1: filed in the
  narrow field.
- typo: a known or subject query with one mistake in its longest word (letters swapped,
  dropped, doubled or replaced by a neighbour on the keyboard). Graded as the original.
- affix: another form of a word (`hairdresser`), by hand, with the field that is meant.
- indonesian: Indonesian words, by hand, with the field that is meant.

The last two are graded by field: 3 in it, 1 in the narrow field. Words are compared in
small letters, without those of `EMPTY`, by their first five letters.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path

from bench.catalogue import cricos

FILE = cricos.DATA / "judged.csv"
DEPTH = 10
STEM = 5

DETAILED = "Field of Education 1 Detailed Field"

WORD = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS = "a an and at by for from in of on or the to with"
_AWARD_WORDS = """
certificate cert diploma advanced graduate associate bachelor master masters degree
doctor philosophy honours hons i ii iii iv year course program programme award dual
"""
EMPTY = frozenset(f"{_EMPTY_WORDS} {_AWARD_WORDS}".split())

Grade = Callable[[cricos.Row], int]


@dataclass(frozen=True)
class Judged:
    """A query. `target` is the title that it was made of, or field codes, with blanks
    between."""

    family: str
    query: str
    target: str


@cache
def judged() -> tuple[Judged, ...]:
    """The queries of the file."""
    return read(FILE)


def read(path: Path) -> tuple[Judged, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Judged(**row) for row in csv.DictReader(file))


def grader(one: Judged) -> Grade:
    """What grade each course has for the query, 0 to 3."""
    if one.family in ("field", "affix", "indonesian"):
        return _by_field(one)
    return _by_title(one)


def ndcg(found: Sequence[int], all_grades: Iterable[int]) -> float:
    """Discounted cumulative gain of the first ten, over the best there is."""
    best = _gain(sorted(all_grades, reverse=True)[:DEPTH])
    return _gain(found[:DEPTH]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(
        (2.0**grade - 1.0) / log2(place + 2) for place, grade in enumerate(grades)
    )


def _by_title(one: Judged) -> Grade:
    title, subject = one.target.casefold(), words_of(one.target)
    fields = _fields_of().get(title, frozenset())
    is_known = one.family == "known" or title == one.query

    def grade(row: cricos.Row) -> int:
        words = _words_of(row[cricos.TITLE])
        if row[cricos.TITLE].casefold() == title:
            return 3
        if words == subject:
            return 2 if is_known else 3
        if not is_known and subject <= words:
            return 2
        return int(code_of(row) in fields and bool(subject & words))

    return grade


def _by_field(one: Judged) -> Grade:
    wanted = tuple(one.target.split())
    narrow = tuple(code[:4] for code in wanted)
    said = words_of(one.query)

    def grade(row: cricos.Row) -> int:
        code = code_of(row)
        if code.startswith(wanted):
            is_named = one.family != "field" or said & _words_of(row[cricos.TITLE])
            return 3 if is_named else 2
        return int(code.startswith(narrow))

    return grade


def words_of(text: str) -> frozenset[str]:
    """The words that say something, by their first letters."""
    words = WORD.findall(text.casefold())
    return frozenset(word[:STEM] for word in words if word not in EMPTY)


_words_of = cache(words_of)


def code_of(row: cricos.Row) -> str:
    return row[DETAILED].partition(" ")[0]


@cache
def _fields_of() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in cricos.rows():
        found.setdefault(row[cricos.TITLE].casefold(), set()).add(code_of(row))
    return {title: frozenset(codes) for title, codes in found.items()}
