"""What the page for developers shows, put together from the history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from core.database import Json
from partners.asyncapi.examples import example_body
from partners.asyncapi.history import Version

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Sample:
    """A program that verifies a webhook; a test runs each of them."""

    language: str
    name: str

    @property
    def text(self) -> str:
        return (SAMPLES / self.name).read_text("utf-8")


@dataclass(frozen=True)
class MemberLine:
    """One member of `data` in a table."""

    name: str
    kind: str
    says: str


@dataclass(frozen=True)
class Entry:
    """One version of one topic on the page."""

    version: Version
    members: Sequence[MemberLine]
    example: str


ALL_SAMPLES = (
    Sample("Python, standardwebhooks", "verify_library.py"),
    Sample("Python", "verify_plain.py"),
    Sample("JavaScript, standardwebhooks", "verify_library.mjs"),
    Sample("JavaScript", "verify_plain.mjs"),
    Sample("Shell, openssl", "verify_plain.sh"),
)


def entries_by_object(history: Sequence[Version]) -> dict[str, list[Entry]]:
    """The entries of the page, under the kind of object that they are about."""
    ordered = sorted(history, key=lambda item: (item.object, item.topic, item.version))
    return {
        kind: [_entry(item) for item in items]
        for kind, items in groupby(ordered, key=lambda item: item.object)
    }


def _entry(version: Version) -> Entry:
    lines = [
        MemberLine(name, _kind(part), part.get("description", ""))
        for name, part in version.data["properties"].items()
    ]
    example = json.dumps(json.loads(example_body(version)), indent=2)
    return Entry(version, lines, example)


def _kind(schema: Json) -> str:
    """`string (uuid)`, `integer or null`, `gone | failing`."""
    if "enum" in schema:
        return " | ".join(schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    text = " or ".join(kinds)
    return f"{text} ({schema['format']})" if "format" in schema else text
