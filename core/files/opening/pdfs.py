"""PDFs: opened, counted, and searched for whatever does more than show pages.

Every object that a viewer can reach is looked at, also inside compressed object
streams, where a search of the raw bytes would find nothing. ISO 32000-1, 12.6
(actions), 7.11.4 (embedded files), 12.7.8 (XFA).
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, overwrite_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.files.bounds import Bounds
from core.files.opening.answers import Opened, Refused
from core.files.opening.limits import within

# A document's table of objects is read in Python, object by object.
TABLE_SECONDS = 0.6
STREAM_BYTES = 16 * 1024 * 1024

# Where a file states how many objects it has: table heads, table and object streams.
_CLAIMS = re.compile(
    rb"(?:/Size|/N)\s+(\d{5,})|xref\s+\d+\s+(\d{5,})|/Index\s*\[\s*\d+\s+(\d{5,})"
)
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")

# Names of the format, by which the refusal tells what was found.
ACTIVE_KEYS = ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA")
ACTIVE_NAMES = {
    # Values of /S, kinds of actions (a link to a web address is not among them).
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"),
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute"),
    # Values of /Subtype, kinds of annotations.
    *("/FileAttachment", "/RichMedia", "/Screen", "/3D"),
}


def open_pdf(content: bytes, bounds: Bounds) -> Opened:
    """Refuse what is locked, too long, too intricate or active; else its pages."""
    _refuse_by_claims(content, bounds)
    overwrite_configuration(
        zlib_maximum_output_length=STREAM_BYTES,
        lzw_maximum_output_length=STREAM_BYTES,
        run_length_maximum_output_length=STREAM_BYTES,
        page_tree_maximum_entries=bounds.objects,
        disable_legacy_handling=True,
    )
    try:
        return _opened(content, bounds)
    except (LimitReachedError, RecursionError) as error:
        raise Refused("intricate") from error


def _opened(content: bytes, bounds: Bounds) -> Opened:
    with within(TABLE_SECONDS):
        reader = PdfReader(
            io.BytesIO(content),
            strict=False,
            xref_stream_maximum_entries=bounds.objects,
        )
        if reader.is_encrypted:
            raise Refused("locked")
        numbers = _numbers(reader)
        if len(numbers) > bounds.objects:
            raise Refused("intricate")
    with within(bounds.pdf_seconds * 0.8):
        for number, generation in numbers:
            _refuse_active(reader, number, generation)
        pages = len(reader.pages)
    if not 1 <= pages <= bounds.pages:
        raise Refused("pages" if pages else "unreadable")
    return Opened({"pages": pages})


def _refuse_by_claims(content: bytes, bounds: Bounds) -> None:
    """Cheap, and before anything is built: what the file says of its own size."""
    claimed = [int(max(found)) for found in _CLAIMS.findall(content)]
    counted = sum(1 for _ in _OBJECT.finditer(content))
    if max([counted, *claimed]) > bounds.objects:
        raise Refused("intricate")


def _numbers(reader: PdfReader) -> list[tuple[int, int]]:
    """Number and generation of every object in the tables."""
    loose = [
        (number, generation)
        for generation, table in reader.xref.items()
        for number in table
        if number and generation != 65535
    ]
    return loose + [(number, 0) for number in reader.xref_objStm]


def _refuse_active(reader: PdfReader, number: int, generation: int) -> None:
    thing = reader.get_object(IndirectObject(number, generation, reader))
    for dictionary in _dictionaries(thing):
        what = _what_is_active(dictionary)
        if what:
            raise Refused("active", what)


def _dictionaries(thing: Any) -> Iterator[DictionaryObject]:
    """An object's dictionaries, at any depth; other objects are looked at by
    themselves."""
    waiting = [thing]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, ArrayObject):
            waiting.extend(item)


def _what_is_active(dictionary: DictionaryObject) -> str | None:
    named = (_name(dictionary, "/S"), _name(dictionary, "/Subtype"))
    found = [key for key in ACTIVE_KEYS if key in dictionary]
    found += [name for name in named if name in ACTIVE_NAMES]
    return found[0] if found else None


def _name(dictionary: DictionaryObject, key: str) -> str:
    """The name under a key, also where it is an object of its own; else nothing."""
    # Not get(), which would hand out the reference instead of what it refers to.
    value: Any = dictionary[key] if key in dictionary else None  # noqa: SIM401
    return value if isinstance(value, str) else ""
