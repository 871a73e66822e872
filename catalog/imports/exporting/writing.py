"""The rows as CSV, XLSX, JSON and schema.org JSON-LD; no cell is a formula (SC-08)."""

import io
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from catalog.imports.exporting.rows import COLUMNS, Exported, Row, as_cell
from catalog.imports.exporting.runs import Value
from core.sheets import csv_lines, inert

CURRENCY = "IDR"


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


def write(courses: Iterable[Exported], format_: Format, file: IO[bytes]) -> None:
    """Write them into a file, a few at a time."""
    rows = (row for course in courses for row in course.rows())
    match format_:
        case Format.CSV:
            cells = ([as_cell(row[name]) for name in COLUMNS] for row in rows)
            file.writelines(line.encode() for line in csv_lines(COLUMNS, cells))
        case Format.XLSX:
            _write_workbook(rows, file)
        case Format.JSON:
            _write_list("[", map(_without_gaps, rows), "]", file)
        case Format.JSON_LD:
            head = '{"@context": "https://schema.org", "@graph": ['
            _write_list(head, map(as_course, courses), "]}", file)


def _write_list(head: str, things: Iterable[Any], tail: str, file: IO[bytes]) -> None:
    file.write(head.encode())
    for place, thing in enumerate(things):
        text = json.dumps(thing, ensure_ascii=False)
        file.write(f"{',' if place else ''}\n{text}".encode())
    file.write(f"\n{tail}\n".encode())


def _write_workbook(rows: Iterable[Row], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("courses")
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([_typed(sheet, as_cell(row[name])) for name in COLUMNS])
    book.save(file)
    file.seek(0, io.SEEK_END)


def _typed(sheet: Any, value: str | int | None) -> Any:
    """A number as a number, and a text as nothing but a text."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=inert(value))
    cell.data_type = "s"
    return cell


def _without_gaps(row: Row) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def as_course(course: Exported) -> dict[str, Any]:
    """The course in the words of schema.org; the rest keeps the names of our fields."""
    said = _without_gaps(course.course)
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
    shared = {"@type": "CourseInstance"}
    if mode := said.pop("mode", None):
        shared["courseMode"] = str(mode)
    if length := said.pop("duration", None):
        shared["courseWorkload"] = f"PT{str(length).split()[0]}M"
    instances = [shared | _as_instance(run) for run in course.runs]
    if instances or len(shared) > 1:
        node["hasCourseInstance"] = instances or [shared]
    return node | said


def _as_instance(run: Row) -> dict[str, Any]:
    theirs = {
        "starts": "startDate",
        "ends": "endDate",
        "capacity": "maximumAttendeeCapacity",
        "place": "location",
    }
    said = _without_gaps(run).items()
    return {theirs.get(name, name): value for name, value in said}
