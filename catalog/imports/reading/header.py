"""Which row names the columns: people put the name of their list above it."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

LOOKED_AT = 10
FEWEST_COLUMNS = 3
# Above more columns than this, two cells are a remark such as `As of | 1 May`.
_MANY_COLUMNS = 5


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """The position of the header among the first rows that hold anything. Rows of a
    single cell above one of three and more are a title, as are rows of two cells above
    one of five and more words; elsewhere the first row is it.
    """
    for position, row in enumerate(rows[:LOOKED_AT]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= _MANY_COLUMNS and all(map(_is_word, cells)):
            return position
        if len(cells) >= FEWEST_COLUMNS:
            is_below_remarks = any(_filled(each) > 1 for each in rows[:position])
            return 0 if is_below_remarks else position
    return 0


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and not cell.startswith("=")


def below_header(
    rows: Iterator[list[str]],
) -> tuple[list[str] | None, Iterator[list[str]]]:
    """The header, None if there is none, and the rows below it."""
    start = list(islice(rows, LOOKED_AT))
    if not start:
        return None, rows
    position = header_at(start)
    return start[position], chain(start[position + 1 :], rows)
