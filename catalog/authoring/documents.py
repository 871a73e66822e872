"""Documents that people edit together: patches, and what differs.

Values are JSON. A place is a JSON Pointer (RFC 6901), such as `/title/id`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One place in which two documents differ; None where one of them has nothing."""

    place: str
    before: Any
    after: Any


def patched(document: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The document after a merge patch (RFC 7396): null takes a member away, a list
    takes the place of the whole list."""
    result = dict(document)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, Mapping):
            inner = result.get(name)
            result[name] = patched(inner if isinstance(inner, Mapping) else {}, value)
        else:
            result[name] = value
    return result


def differences(before: Any, after: Any, place: str = "") -> Iterator[Difference]:
    """Where two documents differ, the outermost place in which one has nothing or
    their kinds differ; members in order of their names."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted(before.keys() | after.keys()):
            inner = f"{place}/{_escaped(name)}"
            yield from differences(before.get(name), after.get(name), inner)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            inner = f"{place}/{index}"
            yield from differences(_at(before, index), _at(after, index), inner)
    elif before != after:
        yield Difference(place, before, after)


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The outermost members that differ."""
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name) != after.get(name))


def _at(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
