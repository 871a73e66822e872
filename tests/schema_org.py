"""Documents held against schema.org's own vocabulary: types, the properties that each
has, and what a property may say.

The vocabulary is read from the types that `schema-dts` (npm, a library for tests alone)
makes of each release of schema.org, so that nobody here wrote down what is allowed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from tests.node import libraries

_TYPES = "node_modules/schema-dts/dist/schema.d.ts"
_INTERFACE = re.compile(r"^(?:export )?interface (\w+) extends (.+) \{$")
_PROPERTY = re.compile(r'^    "(\w+)"\?: SchemaValue<(.+), "\w+">;$')
_TYPE = re.compile(r'^    "@type": "(\w+)";$')
_WORDS = re.compile(r'^export type (\w+) = (.*"https://schema\.org/.*);$')
_TEXTS = {"Text", "Quantity", "Duration", "Time"}
_NUMBERS = {"Number", "Integer", "Float"}


@dataclass
class Vocabulary:
    """By the name of an interface: those above it, and its properties with what each
    may say. By type its interface, and by enumeration its members."""

    above: dict[str, list[str]] = field(default_factory=dict)
    properties: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)

    def lineage(self, interface: str) -> Iterator[str]:
        """An interface and all above it."""
        yield interface
        for each in self.above.get(interface, ()):
            yield from self.lineage(each)

    def properties_of(self, kind: str) -> dict[str, set[str]]:
        """What a type has, with all that it inherits."""
        found: dict[str, set[str]] = {}
        for each in self.lineage(self.types[kind]):
            found |= self.properties.get(each, {})
        return found

    def kinds_of(self, kind: str) -> set[str]:
        """A type with the types that it is one of."""
        names = {each.removesuffix("Base") for each in self.lineage(self.types[kind])}
        return {each.removesuffix("Leaf") for each in names}


@cache
def vocabulary() -> Vocabulary:
    """All of schema.org, read once."""
    text = (libraries() / _TYPES).read_text(encoding="utf-8")
    found, here = Vocabulary(), ""
    for line in text.splitlines():
        if opened := _INTERFACE.match(line):
            here = opened[1]
            found.above[here] = opened[2].split(", ")
        elif said := _PROPERTY.match(line):
            ranges = set(said[2].split(" | ")) - {"IdReference"}
            found.properties.setdefault(here, {})[said[1]] = ranges
        elif named := _TYPE.match(line):
            found.types[named[1]] = here
        elif listed := _WORDS.match(line):
            found.members[listed[1]] = set(re.findall(r'"([^"]+)"', listed[2]))
    return found


def outside(node: Any) -> list[str]:
    """What of a document is not as schema.org has it: `Type.property` that it does not
    know, with a value the one that may not stand there; or a value without a type."""
    return sorted(set(_outside(node)))


def _outside(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _outside(each)
        return
    kind = node.get("@type", "")
    if kind not in vocabulary().types:
        yield f"no type: {sorted(node)}"
        return
    known = vocabulary().properties_of(kind)
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{kind}.{name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            if not _may_say(known[name], each):
                yield f"{kind}.{name}: {each!r}"
            if isinstance(each, dict) and "@value" not in each:
                yield from _outside(each)


def _may_say(ranges: set[str], value: Any) -> bool:
    match value:
        case bool():
            return "Boolean" in ranges
        case int() | float():
            return bool(ranges & _NUMBERS)
        case str():
            return _may_be_text(ranges, value)
        case {"@value": str(), "@language": str(), **more} if not more:
            return "Text" in ranges
        case {"@type": kind} if kind in vocabulary().types:
            return bool(vocabulary().kinds_of(kind) & ranges)
        case _:
            return False


def _may_be_text(ranges: set[str], value: str) -> bool:
    if ranges & _TEXTS:
        return True
    if any(value in vocabulary().members.get(each, ()) for each in ranges):
        return True
    if "URL" in ranges and value.startswith(("https://", "http://")):
        return True
    return bool(ranges & {"Date", "DateTime"}) and _is_instant(value)


def _is_instant(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
