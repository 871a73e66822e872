"""Cells that name skills, occupations or units of competence, by code or by title."""

import re
from dataclasses import dataclass

from catalog.imports.cells import kinds
from catalog.imports.cells.reading import Cell, Said, refused
from core.names import comparison_key, tidy

_BETWEEN = re.compile(r"[|;\n•]")
_BLANKS = re.compile(r"[,\s]+")
# No title is made of digits alone or holds an address: that was meant to be a code.
_MEANT_AS_CODE = re.compile(r"[0-9.,\s-]+|.*://.*")


@dataclass(frozen=True)
class Part:
    """A code, or a title that only the taxonomies can tell."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class Parts:
    """What a cell names, in its order, while titles are among it; `most` codes are
    allowed in the end."""

    parts: tuple[Part, ...]
    most: int


def read_concepts(
    text: str, said: Said, *, field: str, pattern: re.Pattern[str], example: str,
    most: int,
) -> Cell:  # fmt: skip
    """Codes, parted by anything; titles, which hold blanks and commas, parted by `|`,
    `;` or line ends; or what was said that a text stands for. A list of codes where
    there are only codes, else Parts."""
    own = said.words.get(field, {})
    found: list[Part] = []
    for each in _BETWEEN.split(text):
        part = tidy(each)
        part = own.get(comparison_key(part), part)
        codes = [code for code in _BLANKS.split(part) if code]
        if all(_is_code(code, pattern) for code in codes):
            found += [Part(code, is_code=True) for code in codes]
        elif _MEANT_AS_CODE.fullmatch(part):
            return refused(kinds.CODE_UNREADABLE, part=part[:60], example=example)
        else:
            found.append(Part(part, is_code=False))
    found = list(dict.fromkeys(found))
    if len(found) > most:
        return refused(kinds.LIST_TOO_LONG, limit=most)
    if all(part.is_code for part in found):
        return Cell([part.text for part in found] or None)
    return Cell(Parts(tuple(found), most))


def _is_code(text: str, pattern: re.Pattern[str]) -> bool:
    """As the taxonomy writes codes, all of which have a digit; `Menjahit` has none."""
    has_digit = any(letter.isdigit() for letter in text)
    return has_digit and pattern.fullmatch(text) is not None
