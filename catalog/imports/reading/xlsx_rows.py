"""XLSX workbooks: the first sheet that holds anything, in a reader that streams.

Formulas are their texts, never their results; a workbook with macros is refused.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from catalog.imports.reading.bounds import MIB, Bounds
from catalog.imports.reading.csv_rows import record
from catalog.imports.reading.header import (
    FEWEST_COLUMNS,
    LOOKED_AT,
    below_header,
    header_at,
)
from catalog.imports.reading.record import Header, Record, Unfit, named
from core.names import tidy

_WORKBOOK = "xl/workbook.xml"
_ACTIVE = ("vbaproject.bin", "macrosheets/", "activex/", "embeddings/")
# No workbook of Excel has more; a file that says so would be padded without end.
_LAST_ROW = 1_048_576
# In a format: [$€-407], [$USD], a currency in quotes, or its sign alone.
_CURRENCY = re.compile(
    r"\[\$([^\]\s-]{1,4})[^\]]*\]|\"\s*([A-Z]{3}|Rp\.?|[$€£¥])\s*\"|([$€£¥])"
)
_LOCALE = re.compile(r"\[\$-[^\]]*\]")
_NUMBERS = (int, float)
_PADDING = re.compile(r"[_*\\].")
# So far a sheet is looked into for whether it holds a list.
_NEAR = 1_000
_MOST_SHEETS = 20
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def check_package(content: bytes, bounds: Bounds) -> None:
    """What can be said of the archive before anything is unpacked; raises Unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_parts(parts, bounds)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_prologue(package, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Unfit("unreadable", "the archive") from error


def _check_parts(parts: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    if len(parts) > bounds.parts:
        raise Unfit("intricate", "too many parts")
    names = {part.filename for part in parts}
    if len(names) != len(parts):
        raise Unfit("intricate", "two parts of one name")
    if _WORKBOOK not in names:
        raise Unfit("type", "an archive that is no workbook")
    if any(mark in name.lower() for name in names for mark in _ACTIVE):
        raise Unfit("active", "macros or embedded objects")
    if sum(part.file_size for part in parts) > bounds.unpacked:
        raise Unfit("intricate", "more than it says when unpacked")
    for part in parts:
        if part.flag_bits & 1:
            raise Unfit("type", "an old or locked office file")
        large = part.file_size > MIB
        if large and part.file_size > bounds.ratio * max(1, part.compress_size):
            raise Unfit("intricate", "a part that unpacks a hundredfold")


def _check_prologue(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Office files declare no types and no entities. What hides further down is
    refused by the parser, which takes no entities at all."""
    with package.open(part) as stream:
        head = stream.read(4096)
    if any(each in head for each in _DECLARATIONS):
        raise Unfit("intricate", "a declaration of entities")
    if part.filename == "[Content_Types].xml" and b"macroEnabled" in head:
        raise Unfit("active", "macros or embedded objects")


def read_xlsx(content: bytes, bounds: Bounds) -> Iterator[Header | Record]:
    """The header of the first sheet that has any, and the rows below it; raises
    Unfit."""
    check_package(content, bounds)
    book = _loader()(io.BytesIO(content), read_only=True, keep_links=False)
    begun = _begun(book.worksheets, bounds)
    if not begun:
        return
    chosen = next((each for each in begun if each.columns > 1), begun[0])
    others = tuple(each.title for each in begun if each is not chosen)
    header, rows = below_header(_filled(chosen.sheet, bounds))
    if header is None:
        return
    header = _without_blank_end(header)
    names = named(header)
    yield Header.of(header, chosen.title, others[:_MOST_SHEETS])
    for number, row in enumerate(rows, start=1):
        yield record(number, names, row)


@dataclass(frozen=True)
class _Begun:
    """A sheet that holds something, and how many columns its header names."""

    sheet: Any
    title: str
    columns: int


def _begun(sheets: list[Any], bounds: Bounds) -> list[_Begun]:
    """Those that hold anything below their header near their beginning, the hidden ones
    last: a sheet of remarks before the list is no list."""
    found = []
    for sheet in sorted(sheets, key=lambda each: each.sheet_state != "visible"):
        # What a file says of its own size is not believed.
        sheet.reset_dimensions()
        start = list(islice(_filled(sheet, bounds, rows=_NEAR), LOOKED_AT))
        if start:
            header = start[header_at(start)]
            columns = sum(bool(cell.strip()) for cell in header)
            is_list = columns >= FEWEST_COLUMNS and len(start) > 1
            title = tidy(sheet.title)[:100]
            found.append(_Begun(sheet, title, columns if is_list else 1))
    return found


def _filled(
    sheet: Any, bounds: Bounds, *, rows: int | None = None
) -> Iterator[list[str]]:
    """The rows that hold anything, among the first `rows` where that is said."""
    units: dict[int, str] = {}
    for position, cells in enumerate(islice(sheet.iter_rows(), rows)):
        if position > _LAST_ROW:
            raise Unfit("intricate", "a row below the last one")
        if len(cells) > bounds.columns and any(
            cell.value is not None for cell in cells[bounds.columns :]
        ):
            raise Unfit("wide")
        row = [_shown(cell, units, bounds) for cell in cells[: bounds.columns]]
        if any(cell.strip() for cell in row):
            yield row


def _loader() -> Any:
    """`openpyxl.load_workbook`, which CSV need not wait for. It would load what it has
    for numbers and pictures too, at twice the time and memory of this process."""
    for unneeded in ("numpy", "PIL"):
        # None is how a module is said not to be there; the stubs know modules only.
        sys.modules.setdefault(unneeded, None)  # type: ignore[arg-type]
    from openpyxl import load_workbook

    return load_workbook


def _without_blank_end(row: list[str]) -> list[str]:
    last = max(index for index, cell in enumerate(row) if cell.strip())
    return row[: last + 1]


def _shown(cell: Any, units: dict[int, str], bounds: Bounds) -> str:
    """The value with the currency or the percent sign that stands in the format of the
    cell: people see `1,250 €`, and would not know that it was read as 1250. `units` are
    those of the styles that were met."""
    value = cell.value
    if type(value) in _NUMBERS:
        style = cell._style_id
        if style not in units:
            units[style] = _unit(str(cell.number_format))
        if units[style] == "%":
            whole, _, fraction = f"{value:.6%}".removesuffix("%").partition(".")
            return f"{whole}.{fraction.rstrip('0')}".rstrip(".") + "%"
        return f"{units[style]} {_text(value, bounds)}".strip()
    return _text(value, bounds)


def _unit(number_format: str) -> str:
    """`%`, the currency that a format shows, or nothing. Formats for minus and zero,
    and what only keeps a place free, do not count."""
    shown = _LOCALE.sub("", _PADDING.sub("", number_format.partition(";")[0]))
    if "%" in shown:
        return "%"
    found = _CURRENCY.search(shown)
    return next(filter(None, found.groups()), "") if found else ""


def _text(value: Any, bounds: Bounds) -> str:
    if value is None:
        return ""
    if isinstance(value, timedelta):
        minutes, rest = divmod(value, timedelta(minutes=1))
        return str(value) if rest else f"PT{minutes // 60}H{minutes % 60}M"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    # An array formula is an object that holds its text.
    text = str(getattr(value, "text", value))
    if len(text) > bounds.letters:
        raise Unfit("unreadable", "a cell that is too long")
    return text
