"""JSON as rows: an array of objects, an object that holds one, or an object a line.

Numbers are the digits that were sent, never a float. What is nested becomes columns
with dots (`title.id`), a list of texts one text with a line each.
"""

import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import ijson

from catalog.imports.reading.bounds import Bounds
from catalog.imports.reading.jsonld import flattened_courses, is_course
from catalog.imports.reading.record import Record, Unfit
from core.names import tidy

# Where the rows of an object are, in this order; else in its only list.
_LISTS = ("@graph", "itemListElement", "courses", "items", "rows", "data")
_DEPTH = 4


def read_json(content: bytes, bounds: Bounds) -> Iterator[Record]:
    """One row for each object; raises Unfit."""
    start = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    place = _place(content[start:])
    try:
        items = ijson.items(io.BytesIO(content[start:]), place)
        yield from _records(items, bounds)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        raise Unfit("unreadable", "the JSON") from error


def read_json_lines(content: bytes, bounds: Bounds) -> Iterator[Record]:
    """One row for each line."""

    def items() -> Iterator[Any]:
        for position, line in enumerate(io.BytesIO(content), start=1):
            if line.strip():
                try:
                    yield json.loads(line, parse_float=Decimal)
                except (ValueError, RecursionError) as error:
                    raise Unfit("unreadable", f"line {position}") from error

    yield from _records(items(), bounds)


def _place(content: bytes) -> str:
    """Where ijson finds the rows: `item`, `courses.item`, or `` for a single one."""
    if content.lstrip()[:1] == b"[":
        return "item"
    lists: dict[str, bool] = {}
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(content)):
            if prefix == "@type" and event == "string" and value == "Course":
                return ""
            if event == "start_map" and prefix.endswith(".item"):
                name = prefix.removesuffix(".item")
                if "." not in name:
                    lists[name] = True
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise Unfit("unreadable", "the JSON") from error
    found = [name for name in _LISTS if name in lists] or list(lists)
    if found[:1] and (found[0] in _LISTS or len(lists) == 1):
        return f"{found[0]}.item"
    return ""


def _records(items: Iterator[Any], bounds: Bounds) -> Iterator[Record]:
    number = 0
    for item in items:
        if isinstance(item, Mapping) and isinstance(item.get("item"), Mapping):
            item = item["item"]
        if _is_something_else(item):
            continue
        if not isinstance(item, Mapping):
            number += 1
            yield Record(number, {}, surplus=1)
            continue
        for flat in flattened_courses(item) if is_course(item) else [item]:
            number += 1
            cells = dict(_cells(flat, bounds))
            if len(cells) > bounds.columns:
                raise Unfit("wide")
            yield Record(number, cells)


def _is_something_else(item: Any) -> bool:
    """A node of JSON-LD that is no course, such as the organisation beside it."""
    return isinstance(item, Mapping) and "@type" in item and not is_course(item)


def _cells(
    item: Mapping[str, Any], bounds: Bounds, prefix: str = "", depth: int = 1
) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        name = f"{prefix}{tidy(key)}"[:200]
        if isinstance(value, Mapping):
            if depth < _DEPTH:
                yield from _cells(value, bounds, f"{name}.", depth + 1)
            continue
        text = _text(value)
        if len(text) > bounds.letters:
            raise Unfit("unreadable", "a value that is too long")
        if text.strip():
            yield name, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        texts = [_text(each) for each in value if not isinstance(each, Mapping | list)]
        return "".join(f"{' '.join(text.split())}\n" for text in texts if text.strip())
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and value.adjusted() < 20
        return str(int(value)) if whole else format(value, "f")[:60]
    return str(value)
