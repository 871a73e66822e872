"""Tables for spreadsheets: CSV in which no cell is a formula (SC-08, ASVS 5.0, 1.2.10).

A text that could be taken for one gets a single quote before it. The quote stays in the
cell: spreadsheets take it out of cells that are typed, not of those that are loaded.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

Cell = str | int | datetime | None

# With it Excel reads UTF-8; without it, letters of other alphabets come out as noise.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"

# The largest whole number from which down all are exact in a double (IEEE 754).
EXACT = 2**53

_STARTERS = frozenset("=+-@\N{MINUS SIGN}")
# Where a program that expects another separator would begin a new cell: in Indonesia
# Excel splits at semicolons, and sees no quotation marks within a cell.
_BREAKS = re.compile(r"([;\t\r\n])")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def inert(text: str) -> str:
    """The text, with a quote wherever a spreadsheet could begin to read a formula.

    Letters of full width count as those that they stand for; blanks, quotation marks
    and what nobody sees are looked through. NUL is left out, as no program keeps it.
    """
    text = text.replace("\0", "")
    cells = _BREAKS.split(text)
    cells[::2] = [
        f"'{each}" if _begins_a_formula(each) else each for each in cells[::2]
    ]
    quote = "'" if text[:1] in ("\t", "\r", "\n") else ""
    return quote + "".join(cells)


def plain(text: str) -> str:
    """The text without the quotes that `inert` put there: what is written out comes in
    again as it was. A text that begins with such a quote by itself loses it."""
    cells = _BREAKS.split(text)
    cells[::2] = [
        each[1:] if each[:1] == "'" and _begins_a_formula(each[1:]) else each
        for each in cells[::2]
    ]
    whole = "".join(cells)
    return whole[1:] if whole[:1] == "'" and whole[1:2] in ("\t", "\r", "\n") else whole


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a file (RFC 4180), made as they are read.

    Numbers are written as numbers, but as text where a spreadsheet, which counts in
    doubles, would round them. Instants are written in UTC as ISO 8601 has them,
    everything else as quoted text; None is empty.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)
    yield MARK + str(writer.writerow(header))
    for row in rows:
        yield str(writer.writerow([_written(cell) for cell in row]))


class _Echo:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _written(cell: Cell) -> str | int | None:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(cell, int) and abs(cell) > EXACT:
        return inert(str(cell))
    return inert(cell) if isinstance(cell, str) else cell


def _begins_a_formula(text: str) -> bool:
    first = next((each for each in text if not _is_looked_through(each)), "")
    return unicodedata.normalize("NFKC", first)[:1] in _STARTERS


def _is_looked_through(letter: str) -> bool:
    return letter == '"' or unicodedata.category(letter) in _UNSEEN
