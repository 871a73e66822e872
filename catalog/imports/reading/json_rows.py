"""JSON as rows: an array of objects, an object that holds one, or an object a line.

Numbers are the digits that were sent, never a float. What is nested becomes columns
with dots (`title.id`), a list of texts one text with a line each.
"""

import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Self

import ijson

from catalog.imports.reading.bounds import Bounds
from catalog.imports.reading.jsonld import flattened_courses, is_course
from catalog.imports.reading.record import Record, Unfit
from core.names import tidy

# Where the rows of an object are, in this order; else in its only list.
_LISTS = ("@graph", "itemListElement", "courses", "items", "rows", "data")
_DEPTH = 4
# What a column shows of objects further down, which are not read.
_TOO_DEEP = "{…}"


class _Node(dict[str, Any]):
    """An object. A name that stands in it twice is `price` and `price (2)`, as columns
    of one name are; the parser would take the last one silently."""

    def __setitem__(self, name: str, value: Any) -> None:
        number, given = 1, name
        while name in self:
            number += 1
            name = f"{given} ({number})"
        super().__setitem__(name, value)

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> Self:
        made = cls()
        for name, value in pairs:
            made[name] = value
        return made


def read_json(content: bytes, bounds: Bounds) -> Iterator[Record]:
    """One row for each object; raises Unfit."""
    try:
        place = _place(content)
        named = _named_nodes(_items(content, place)) if place == "@graph.item" else {}
        yield from _records(_items(content, place), bounds, named)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        raise Unfit("unreadable", _where(content)) from error


def _items(content: bytes, place: str) -> Iterator[Any]:
    return iter(ijson.items(io.BytesIO(content), place, map_type=_Node))


def _where(content: bytes) -> str:
    """Where the JSON is none, for whoever wants to mend it."""
    try:
        json.loads(content)
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, character {error.colno}"
    except (ValueError, RecursionError):
        pass
    return "the JSON"


def _named_nodes(items: Iterator[Any]) -> dict[str, Mapping[str, Any]]:
    """The nodes of a graph that are no courses, by the @id by which courses mean
    them."""
    return {
        item["@id"]: item
        for item in items
        if isinstance(item, Mapping)
        and isinstance(item.get("@id"), str)
        and not is_course(item)
    }


def read_json_lines(content: bytes, bounds: Bounds) -> Iterator[Record]:
    """One row for each line."""

    def items() -> Iterator[Any]:
        for position, line in enumerate(io.BytesIO(content), start=1):
            if line.strip():
                try:
                    yield json.loads(
                        line, parse_float=Decimal, object_pairs_hook=_Node.of
                    )
                except (ValueError, RecursionError) as error:
                    raise Unfit("unreadable", f"line {position}") from error

    yield from _records(items(), bounds, {})


def _place(content: bytes) -> str:
    """Where ijson finds the rows: `item`, `courses.item`, or `` for a single one."""
    if content.lstrip()[:1] == b"[":
        return "item"
    lists: dict[str, bool] = {}
    for prefix, event, value in ijson.parse(io.BytesIO(content)):
        if prefix == "@type" and event == "string" and value == "Course":
            return ""
        if event == "start_map" and prefix.endswith(".item"):
            name = prefix.removesuffix(".item")
            if "." not in name:
                lists[name] = True
    found = [name for name in _LISTS if name in lists] or list(lists)
    if found[:1] and (found[0] in _LISTS or len(lists) == 1):
        return f"{found[0]}.item"
    return ""


def _records(
    items: Iterator[Any], bounds: Bounds, named: Mapping[str, Mapping[str, Any]]
) -> Iterator[Record]:
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
        for flat in flattened_courses(item, named) if is_course(item) else [item]:
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
        if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            value = _together(value)
        if isinstance(value, Mapping):
            if depth == _DEPTH:
                yield name, _TOO_DEEP
            else:
                yield from _cells(value, bounds, f"{name}.", depth + 1)
            continue
        text = _text(value)
        if len(text) > bounds.letters:
            raise Unfit("unreadable", "a value that is too long")
        if text.strip():
            yield name, text


def _together(values: list[Any]) -> Mapping[str, Any]:
    """Objects of a list as one, each name with the values of all of them: two offers
    are two prices, of which nobody takes the first silently."""
    objects = [each for each in values if isinstance(each, Mapping)]
    if len(objects) == 1:
        return objects[0]
    found: dict[str, list[Any]] = {}
    for each in objects:
        for name, value in each.items():
            found.setdefault(name, []).extend(
                value if isinstance(value, list) else [value]
            )
    return {
        name: held[0] if all(each == held[0] for each in held) else held
        for name, held in found.items()
    }


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
