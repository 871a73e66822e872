"""Which letters the bytes of a text file stand for.

A mark at the beginning decides. Else what is UTF-8 is taken as that, which no other
encoding is by chance; the rest is Windows-1252, as Excel saves it, line by line: lists
that were put together from several files hold both.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.imports.reading.recognise import wide_order
from catalog.imports.reading.record import Unfit

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHUNK = 64 * 1024
# A line of text is not longer than this many bytes; more is not a list.
LONGEST_LINE = 2 * 1024 * 1024


@dataclass(frozen=True)
class Letters:
    """How a file is decoded. `name` is utf-8, utf-16, windows-1252, or mixed."""

    name: str
    codec: str | None
    skip: int = 0


def find_letters(content: bytes) -> Letters:
    """Tell the encoding from the bytes; raises Unfit("encoding")."""
    if content.startswith(b"\xef\xbb\xbf"):
        letters = Letters("utf-8", "utf-8", skip=3)
    elif content.startswith(b"\xff\xfe"):
        letters = Letters("utf-16", "utf-16-le", skip=2)
    elif content.startswith(b"\xfe\xff"):
        letters = Letters("utf-16", "utf-16-be", skip=2)
    elif order := wide_order(content[:4096]):
        letters = Letters("utf-16", order)
    else:
        return _by_lines(content)
    for _ in _decoded(content, letters):
        pass
    return letters


def as_utf8(content: bytes) -> tuple[bytes, str]:
    """A text without lines, such as JSON, as UTF-8, and what it was in; raises
    Unfit("encoding")."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or wide_order(content[:4096])
    if not wide and _is_utf8(bare):
        return bare, "utf-8"
    name = "utf-16" if wide else "windows-1252"
    try:
        return content.decode(wide if isinstance(wide, str) else name).encode(), name
    except UnicodeError as error:
        raise Unfit("encoding") from error


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines(content: bytes, letters: Letters) -> Iterator[str]:
    """The lines with their ends, decoded one after the other."""
    if letters.codec and letters.codec != "utf-8":
        yield from _decoded(content, letters)
        return
    for raw in _raw_lines(content, letters.skip):
        yield _line(raw)[0]


def _by_lines(content: bytes) -> Letters:
    seen = {_line(raw)[1] for raw in _raw_lines(content, 0)} - {"ascii"}
    if len(seen) > 1:
        return Letters("mixed", None)
    return Letters(seen.pop() if seen else "utf-8", None)


def _raw_lines(content: bytes, skip: int) -> Iterator[bytes]:
    stream = io.BytesIO(content)
    stream.seek(skip)
    # Old programs end lines with CR alone.
    end = b"\n" if b"\n" in content else b"\r"
    if end == b"\r" and b"\r" in content:
        for part in content[skip:].split(b"\r"):
            yield part + b"\n"
        return
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            mostly_empty = len(line.strip(b",;\t| \r\n")) < len(line) // 2
            raise Unfit("wide" if mostly_empty else "intricate")
        yield line


def _line(raw: bytes) -> tuple[str, str]:
    try:
        text, name = raw.decode("utf-8"), "ascii" if raw.isascii() else "utf-8"
    except UnicodeDecodeError:
        try:
            text, name = raw.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError as error:
            raise Unfit("encoding") from error
    if _CONTROL.search(text):
        raise Unfit("encoding")
    return text, name


def _decoded(content: bytes, letters: Letters) -> Iterator[str]:
    stream = io.BytesIO(content)
    stream.seek(letters.skip)
    text = io.TextIOWrapper(stream, encoding=letters.codec, newline="")
    try:
        while line := text.readline(LONGEST_LINE):
            if _CONTROL.search(line):
                raise Unfit("encoding")
            yield line
    except UnicodeError as error:
        raise Unfit("encoding") from error
