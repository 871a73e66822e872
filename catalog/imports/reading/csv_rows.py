"""CSV as programs write it: any of four separators, line breaks inside quoted cells."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from catalog.imports.reading.bounds import Bounds
from catalog.imports.reading.encodings import Letters, lines
from catalog.imports.reading.header import below_header, header_at
from catalog.imports.reading.record import Header, Record, Unfit, named

SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 50
# More separators in a line than this are not text with commas in it.
_MOST_IN_A_LINE = 20_000
# How Excel tells itself, in a line of its own.
_HINT = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)
# A line that no list holds (it is a control character), to see that all quotes closed.
_END = "\x1e"


def find_separator(content: bytes, letters: Letters) -> str:
    """The separator that the file says, else the one that gives most of the first rows
    as many cells as the header, and among several the one that gives more cells."""
    start = list(islice(lines(content, letters), _LOOKED_AT))
    if start and (hint := _HINT.fullmatch(start[0])):
        return hint[1]
    return max(SEPARATORS, key=lambda each: _fit(start, each))


def _fit(start: list[str], separator: str) -> tuple[float, int]:
    try:
        rows = [row for row in csv.reader(start, delimiter=separator) if row]
    except csv.Error:
        return 0.0, 0
    above = header_at(rows)
    rows = rows[above:]
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    # The last one may be cut in the middle of a cell.
    others = rows[1:-1] or rows[1:]
    like = sum(len(row) == len(rows[0]) for row in others)
    return (like + 1) / (len(others) + above + 1), len(rows[0])


def read_csv(
    content: bytes, letters: Letters, separator: str, bounds: Bounds
) -> Iterator[Header | Record]:
    """The header and the rows below it; raises Unfit."""
    csv.field_size_limit(bounds.letters)
    texts = _narrow(lines(content, letters), separator, bounds)
    header, rows = below_header(_filled(chain(texts, [_END]), separator, bounds))
    if header is None:
        return
    names = named(header)
    yield Header.of(header)
    for number, row in enumerate(rows, start=1):
        yield record(number, names, row)


def _filled(
    texts: Iterator[str], separator: str, bounds: Bounds
) -> Iterator[list[str]]:
    """The rows that hold anything. A quotation mark that is never closed would make one
    cell of all that follows: the file is refused at its line."""
    reader, line = csv.reader(texts, delimiter=separator), 0
    try:
        for row in reader:
            if row == [_END]:
                return
            if row and _END in row[-1]:
                raise Unfit("unreadable", f"line {line + 1}")
            line = reader.line_num
            if len(row) > bounds.columns:
                raise Unfit("wide")
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise Unfit("unreadable", f"line {reader.line_num}") from error


def record(number: int, names: list[str], row: Iterable[str]) -> Record:
    """A row whose cells have the names of their columns."""
    cells = [cell if cell.strip() else "" for cell in row]
    surplus = sum(bool(cell) for cell in cells[len(names) :])
    texts = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
    return Record(number, texts, surplus)


def _narrow(texts: Iterator[str], separator: str, bounds: Bounds) -> Iterator[str]:
    """Refuse ten million columns before they are made into a list."""
    most = max(_MOST_IN_A_LINE, bounds.columns)
    for position, text in enumerate(texts):
        if position == 0 and _HINT.fullmatch(text):
            continue
        if text.count(separator) > most:
            raise Unfit("wide")
        yield text
