"""How long a course takes, in minutes of teaching."""

import re
from decimal import Decimal

from catalog.imports.cells import kinds
from catalog.imports.cells.numbers import read_decimal
from catalog.imports.cells.reading import Cell, Said, refused
from catalog.imports.cells.words import vocabulary
from catalog.imports.findings import Kind
from core.names import comparison_key

# A lesson hour (jam pelajaran). Ministries count 45 or 60 minutes; the programme's own
# papers were not found to say, so this is the platform's, and every use is reported.
LESSON_MINUTES = 45
LONGEST_MINUTES = 60_000
MINUTES = {"minutes": 1, "hours": 60, "lesson_hours": LESSON_MINUTES}

_SPAN = re.compile(
    r"[0-9]\s*(?:hari|days?|d|minggu|weeks?|pekan|bulan|months?|bln|mgg|tahun|years?|"
    r"semester)\b"
)
_RANGE = re.compile(r"[0-9]\s*(?:-|–|s/d|sd|sampai|hingga|to)\s*[0-9]")
_PART = re.compile(r"(?P<number>[0-9][0-9.,]*)\s*(?P<unit>[^0-9]*)")
_AND = re.compile(r"(?:\s*(?:[,+]|\bdan\b|\band\b))+\s*$")
_BARE = re.compile(r"[0-9][0-9.,]*")
_ISO_SPAN = re.compile(r"p(?:[0-9]+(?:\.[0-9]+)?[ymwd])+(?:t[0-9.hms]+)?")
_ISO = re.compile(r"pt(?:([0-9]+(?:\.[0-9]+)?)h)?(?:([0-9]+)m)?")


def read_duration(text: str, said: Said) -> Cell:
    """Read `15 jam`, `1,5 jam`, `1 jam 30 menit`, `2 JP`, `PT15H` as minutes.

    A number without a unit has none unless it was said for the list, which may also
    say what other words for units stand for. Days, weeks and months are refused: they
    tell when, not how much.
    """
    words = " ".join(text.casefold().split())
    if words in ("-", "–", "n/a"):
        return Cell(None)
    iso = _ISO.fullmatch(words)
    if iso and any(iso.groups()):
        return _whole(Decimal(iso[1] or 0) * 60 + int(iso[2] or 0))
    if _SPAN.search(words) or _ISO_SPAN.fullmatch(words):
        return refused(kinds.LENGTH_IS_A_SPAN)
    if _RANGE.search(words):
        return refused(kinds.LENGTH_RANGE)
    if _BARE.fullmatch(words):
        if said.unit is None:
            return refused(kinds.LENGTH_WITHOUT_UNIT)
        return _sum([(words, said.unit)], said)
    return _sum(_parts(words, said), said)


def unknown_unit(text: str, said: Said) -> str | None:
    """The first word for a unit in the cell that nobody knows."""
    for number, word in _numbers(" ".join(text.casefold().split())):
        if number and word and not _unit(word, said):
            return word
    return None


def _parts(words: str, said: Said) -> list[tuple[str, str]]:
    """Numbers with their units; empty if anything else stands there."""
    found = [(number, _unit(word, said)) for number, word in _numbers(words)]
    return found if all(unit in MINUTES for _, unit in found) else []


def _numbers(words: str) -> list[tuple[str, str]]:
    """Each number with the words behind it; none if other words come first."""
    if not _PART.match(words):
        return []
    return [
        (found["number"], comparison_key(_AND.sub("", found["unit"])))
        for found in _PART.finditer(words)
    ]


def _unit(word: str, said: Said) -> str:
    own = said.words.get("duration", {}).get(word)
    return vocabulary()["unit"].get(word, "") if own is None else own


def _sum(parts: list[tuple[str, str]], said: Said) -> Cell:
    total = Decimal(0)
    for text, unit in parts:
        number = read_decimal(text, said)
        if isinstance(number, Cell):
            is_ambiguous = number.kind is kinds.NUMBER_AMBIGUOUS
            return number if is_ambiguous else refused(kinds.LENGTH_UNREADABLE)
        total += number * MINUTES[unit]
    if len({unit for _, unit in parts}) != len(parts):
        return refused(kinds.LENGTH_UNREADABLE)
    lessons = any(unit == "lesson_hours" for _, unit in parts)
    return _whole(total, kinds.LENGTH_IN_LESSONS if lessons else None)


def _whole(minutes: Decimal, remark: Kind | None = None) -> Cell:
    if minutes != int(minutes) or not 1 <= minutes <= LONGEST_MINUTES:
        return refused(kinds.LENGTH_UNREADABLE)
    return Cell(int(minutes), remark, {"reading": int(minutes)} if remark else {})
