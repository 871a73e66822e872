"""Adding, taking away and moving rows of what is typed, without a script."""

from copy import deepcopy
from typing import Any

from catalog.authoring.portal.fields import BY_FIELD
from catalog.authoring.portal.typed import NEW, WAS, Typed, typed_in

EMPTY_PART = {"title": {"id": "", "en": ""}, "activity": "practice", "minutes": ""}


def rearranged(typed: Typed, act: str) -> tuple[Typed, str]:
    """The same after `add:outcomes`, `remove:syllabus/0/parts/1` or `up:syllabus/1`,
    and the place to go on at; what names no row changes nothing."""
    verb, _, place = act.partition(":")
    result = deepcopy(typed)
    path = place.split("/")
    if verb == "add":
        rows = _rows(result, path)
        if rows is None:
            return result, ""
        rows.append(_empty(path))
        return result, f"{place}/{len(rows) - 1}"
    rows = _rows(result, path[:-1])
    number = path[-1]
    if rows is None or not (number.isascii() and number.isdigit()):
        return result, ""
    index = int(number[:6])
    if index >= len(rows):
        return result, ""
    if verb == "remove":
        del rows[index]
        return result, "/".join([*path[:-1], str(max(0, index - 1))]) if rows else ""
    if verb == "up" and index:
        rows[index - 1], rows[index] = rows[index], rows[index - 1]
        return result, "/".join([*path[:-1], str(index - 1)])
    return result, ""


def with_a_row(typed: Typed) -> Typed:
    """The same with an empty row at the end of each list, to go on writing in."""
    result = deepcopy(typed)
    for code, value in result.items():
        if isinstance(value, list) and code in ("outcomes", "equipment"):
            value.append(_empty([code]))
        if code in ("syllabus", "media") and not value:
            value.append(_empty([code]))
    return result


def _rows(typed: Typed, path: list[str]) -> list[Any] | None:
    """The list at a path: of a field, or the parts of a session."""
    found: Any = typed
    for step in path:
        if isinstance(found, list) and step.isascii() and step.isdigit():
            found = found[int(step[:6])] if int(step[:6]) < len(found) else None
        elif isinstance(found, dict):
            found = found.get(step)
        else:
            return None
    rows = isinstance(found, list) and all(isinstance(each, dict) for each in found)
    return found if rows else None


def _empty(path: list[str]) -> Any:
    if path[-1] == "parts":
        return deepcopy(EMPTY_PART)
    [row] = typed_in(BY_FIELD[path[0]], {"0": {WAS: [NEW]}})
    if path[0] == "syllabus":
        row["parts"].append(deepcopy(EMPTY_PART))
    return row
