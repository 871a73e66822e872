"""What a file is, by its content: its name and its stated type decide nothing."""

import re
from enum import StrEnum

from catalog.imports.reading.record import Unfit

HEAD = 4096
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = (
    *(b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"BZh", b"MZ"),
    *(b"\x7fELF", b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"SQLite format"),
)
_MARKUP = re.compile(
    rb"\s*<(\?xml|!doctype|html|script|svg|[a-z]+[\s>])", re.IGNORECASE
)
_JSON = re.compile(rb"\s*(?:\[\s*(?:[{\]])|\{\s*[\"}])")
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """What can be read, by the names that people know."""

    CSV = "CSV"
    XLSX = "XLSX"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"


def recognise(content: bytes) -> Kind:
    """What the content is; raises Unfit for anything that is not a list."""
    head = content[:HEAD]
    if head.startswith(_OLD_OFFICE):
        raise Unfit("type", "an old or locked office file")
    if head.startswith(_ZIP):
        return Kind.XLSX
    if head.startswith(_FOREIGN):
        raise Unfit("type", "a file of another kind")
    text = _narrowed(head)
    if _MARKUP.match(text):
        raise Unfit("type", "a page or another document with markup")
    if _JSON.match(text):
        return _kind_of_json(text, content.replace(b"\0", b""))
    if b"\0" in head and not head.startswith(MARKS) and not _is_wide(head):
        raise Unfit("type", "a file that is not text")
    return Kind.CSV


def _narrowed(head: bytes) -> bytes:
    """The beginning as letters of one byte, as far as they are such: enough to know
    markup and JSON by."""
    for mark in MARKS:
        head = head.removeprefix(mark)
    wide = wide_order(head)
    return head.replace(b"\0", b"") if wide else head


def _kind_of_json(text: bytes, content: bytes) -> Kind:
    """An object that ends with its line, and another one on the next, are rows."""
    if text.lstrip()[:1] == b"[":
        return Kind.JSON
    lines = [line.strip() for line in content[:1_000_000].splitlines() if line.strip()]
    rows = [line for line in lines[:2] if line[:1] == b"{" and line[-1:] == b"}"]
    return Kind.JSON_LINES if len(lines) > 1 and len(rows) == 2 else Kind.JSON


def _is_wide(head: bytes) -> bool:
    return wide_order(head) is not None


def wide_order(head: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where every other byte is NUL, as in Latin letters of
    two bytes without a mark before them."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[offset : pairs * 2 : 2].count(0) > 0.9 * pairs:
            return name
    return None
