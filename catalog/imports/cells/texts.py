"""Texts, lists of lines, codes and links."""

import re

from catalog.imports.cells import kinds
from catalog.imports.cells.reading import Cell, refused
from catalog.imports.findings import LINK_WITHOUT_SCHEME
from catalog.imports.rules.links import read_link
from core.names import tidy

_BULLET = re.compile(r"^\s*(?:[-*•–·▪]|[0-9]{1,2}[.)])\s+")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def read_line(text: str, *, most: int) -> Cell:
    """One line, without superfluous blanks."""
    line = tidy(text)
    if len(line) > most:
        return refused(kinds.TEXT_TOO_LONG, limit=most)
    return Cell(line or None)


def read_prose(text: str, *, most: int) -> Cell:
    """A text of several lines, which stay."""
    lines = [tidy(line) for line in _UNSTORABLE.sub(" ", text).splitlines()]
    prose = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(prose) > most:
        return refused(kinds.TEXT_TOO_LONG, limit=most)
    return Cell(prose or None)


def read_lines(text: str, *, most: int, letters: int = 300) -> Cell:
    """A list in a cell: a line each, or without line ends parted by `|` or `;`.

    A comma parts nothing, as it stands inside of sentences; bullets and numbers before
    the lines go."""
    parts = text.splitlines() if "\n" in text else re.split(r"[|;•]", text)
    found = [tidy(_BULLET.sub("", part)) for part in parts]
    found = [each for each in found if each]
    if len(found) > most:
        return refused(kinds.LIST_TOO_LONG, limit=most)
    if any(len(each) > letters for each in found):
        return refused(kinds.TEXT_TOO_LONG, limit=letters)
    return Cell(found or None)


def read_codes(text: str, pattern: re.Pattern[str], *, example: str, most: int) -> Cell:
    """Codes, which hold neither blanks nor commas, so that both part them."""
    parts = list(dict.fromkeys(re.split(r"[|;,\s]+", text.strip())))
    found = [part for part in parts if part]
    for part in found:
        if not pattern.fullmatch(part):
            return refused(kinds.CODE_UNREADABLE, part=part[:60], example=example)
    if len(found) > most:
        return refused(kinds.LIST_TOO_LONG, limit=most)
    return Cell(found or None)


def read_address(text: str) -> Cell:
    """A web address; one without a scheme is completed."""
    link = read_link(tidy(text))
    if link.url is None:
        return refused(kinds.LINK_UNUSABLE)
    completed = LINK_WITHOUT_SCHEME in link.remarks
    return Cell(link.url, kinds.LINK_COMPLETED if completed else None)


def read_class_link(text: str) -> Cell:
    """Where a class meets online: it is protected on the way (https)."""
    cell = read_address(text)
    if not cell.is_refused and not str(cell.value).startswith("https://"):
        return refused(kinds.LINK_NOT_SECURE)
    return cell
