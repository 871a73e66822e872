"""Numbers as people write them: which mark parts thousands is not always known."""

import re
from decimal import Decimal

from catalog.imports.cells.kinds import NUMBER_AMBIGUOUS, NUMBER_UNREADABLE
from catalog.imports.cells.reading import Cell, Said, refused

LONGEST = 40
_SHAPE = re.compile(r"[0-9]+(?:[.,'’\s][0-9]+)*")
_BLANKS = re.compile(r"(?<=[0-9])['’\s\u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$))")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")


def read_decimal(text: str, said: Said) -> Decimal | Cell:
    """The number, or the reason why there is none.

    Two marks tell each other apart, as does one that stands twice, or once with other
    than three digits after it. `1.250` is refused unless it was said for the list which
    mark is before fractions; so is `1250.000`, in which a mark may be missing.
    """
    text = _BLANKS.sub("", text.strip())
    if len(text) > LONGEST or not _SHAPE.fullmatch(text):
        return unreadable()
    marks = [letter for letter in text if letter in ".,"]
    if not marks:
        return Decimal(text) if text.isdigit() else unreadable()
    mark = said.decimal or _mark(text, marks)
    if mark is None:
        return _ambiguous(text, marks[0])
    return _with_mark(text, mark)


def unreadable(smallest: int = 0, largest: int = 10**12) -> Cell:
    return refused(NUMBER_UNREADABLE, smallest=smallest, largest=largest)


def _mark(text: str, marks: list[str]) -> str | None:
    """The mark before the fraction, as far as the number itself tells."""
    last = marks[-1]
    other = "," if last == "." else "."
    if other in marks:
        return last
    if len(marks) > 1:
        return other
    whole, _, fraction = text.partition(last)
    if len(fraction) == 3 and whole[0] != "0":
        return None
    return last


def _with_mark(text: str, mark: str) -> Decimal | Cell:
    whole, found, fraction = text.partition(mark)
    if mark in fraction or any(each in fraction for each in ".,"):
        return unreadable()
    if not whole.isdigit() and not _GROUPED.fullmatch(whole):
        return unreadable()
    digits = whole.replace(".", "").replace(",", "")
    return Decimal(f"{digits}.{fraction}" if found else digits)


def _ambiguous(text: str, mark: str) -> Cell:
    whole, _, fraction = text.partition(mark)
    return refused(NUMBER_AMBIGUOUS, one=whole + fraction, other=f"{whole}.{fraction}")


def read_whole(text: str, said: Said, *, smallest: int = 0, largest: int) -> Cell:
    """A whole number within its bounds; `18+` and `70%` are read as 18 and 70."""
    number = read_decimal(text.strip().rstrip("+%").strip(), said)
    if isinstance(number, Cell):
        if number.kind is NUMBER_AMBIGUOUS:
            return number
        return unreadable(smallest, largest)
    if number != int(number) or not smallest <= number <= largest:
        return unreadable(smallest, largest)
    return Cell(int(number))
