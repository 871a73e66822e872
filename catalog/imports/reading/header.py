"""Which row names the columns: people put the name of their list above it."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

_LOOKED_AT = 10
_FEWEST_COLUMNS = 3


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """The position of the header among the first rows that hold anything. Rows of a
    single cell above one of three and more are a title; elsewhere the first row is it.
    """
    for position, row in enumerate(rows[:_LOOKED_AT]):
        filled = sum(bool(cell.strip()) for cell in row)
        if filled > 1:
            return position if filled >= _FEWEST_COLUMNS else 0
    return 0


def below_header(
    rows: Iterator[list[str]],
) -> tuple[list[str] | None, Iterator[list[str]]]:
    """The header, None if there is none, and the rows below it."""
    start = list(islice(rows, _LOOKED_AT))
    if not start:
        return None, rows
    position = header_at(start)
    return start[position], chain(start[position + 1 :], rows)
