"""The rows as CSV, XLSX, JSON and schema.org JSON-LD; no cell is a formula (SC-08)."""

import io
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from catalog.imports.exporting.rows import COLUMNS, Value, as_cell
from core.sheets import csv_lines, inert

CURRENCY = "IDR"
Row = Mapping[str, Value]


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    JSON_LD = "jsonld"


MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.JSON_LD: "application/ld+json",
}


def written(rows: Iterable[Row], format_: Format) -> bytes:
    """A file of the rows."""
    match format_:
        case Format.CSV:
            cells = ([as_cell(row[name]) for name in COLUMNS] for row in rows)
            return "".join(csv_lines(COLUMNS, cells)).encode()
        case Format.XLSX:
            return _workbook(rows)
        case Format.JSON:
            return _json([_without_gaps(row) for row in rows])
        case Format.JSON_LD:
            graph = [as_course(row) for row in rows]
            return _json({"@context": "https://schema.org", "@graph": graph})


def _workbook(rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("courses")
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([_typed(sheet, as_cell(row[name])) for name in COLUMNS])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _typed(sheet: Any, value: str | int | None) -> Any:
    """A number as a number, and a text as nothing but a text."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=inert(value))
    cell.data_type = "s"
    return cell


def _without_gaps(row: Row) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def as_course(row: Row) -> dict[str, Any]:
    """The course in the words of schema.org; the rest keeps the names of our fields."""
    said = _without_gaps(row)
    node: dict[str, Any] = {"@type": "Course", "courseCode": said.pop("reference")}
    for ours, theirs in (
        ("title", "name"),
        ("summary", "abstract"),
        ("description", "description"),
    ):
        words = [
            {"@language": language, "@value": text}
            for language in ("id", "en")
            if (text := said.pop(f"{ours}.{language}", None))
        ]
        if words:
            node[theirs] = words
    if (price := said.pop("list_price", None)) is not None:
        node["offers"] = {
            "@type": "Offer",
            "price": price,
            "priceCurrency": CURRENCY,
        }
    instance = {"@type": "CourseInstance"}
    if mode := said.pop("mode", None):
        instance["courseMode"] = str(mode)
    if length := said.pop("duration", None):
        instance["courseWorkload"] = f"PT{str(length).split()[0]}M"
    if len(instance) > 1:
        node["hasCourseInstance"] = [instance]
    return node | said


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
