"""JSON Schema of what an event tells, from its class."""

from datetime import date, datetime
from enum import Enum
from inspect import cleandoc
from typing import Any
from uuid import UUID

from core.database import Json
from core.events.members import Member, members_of
from core.events.publishing import Event

FORMATS: dict[type, Json] = {
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
}
EXAMPLES: dict[type, Any] = {
    UUID: "0197a5c8-7b1e-7c3a-9f57-3f2d1c0b9a88",
    datetime: "2026-03-02T02:00:00Z",
    date: "2026-03-02",
    bool: True,
}
# What is only said of a value, and does not change what it may be.
WORDS = frozenset({"description", "examples", "title"})


def summary_of(event: type[Event]) -> str:
    """What an event says, in its class's own words."""
    return " ".join(cleandoc(event.__doc__ or "").split("\n\n")[0].split())


def data_schema(event: type[Event]) -> Json:
    """The schema of `data`. Every member is always there."""
    members = members_of(event)
    return {
        "type": "object",
        "description": summary_of(event),
        "properties": {name: _schema(member) for name, member in members.items()},
        "required": list(members),
    }


def shape_of(schema: Any) -> Any:
    """A schema without its words: two that differ in words alone are one version."""
    if isinstance(schema, dict):
        return {
            name: (
                {key: shape_of(value) for key, value in part.items()}
                if name == "properties"
                else shape_of(part)
            )
            for name, part in schema.items()
            if name not in WORDS
        }
    return schema


def _schema(member: Member) -> Json:
    described = member.described
    schema = _kind(member.kind)
    example = EXAMPLES.get(member.kind)
    if described is not None:
        schema["description"] = described.description
        example = described.example if described.example is not None else example
        if described.pattern is not None:
            schema["pattern"] = f"^{described.pattern}$"
        for bound in ("minimum", "maximum"):
            if getattr(described, bound) is not None:
                schema[bound] = getattr(described, bound)
    elif member.kind is UUID:
        schema["description"] = f"Id of the {_words(member.name)}."
    if example is not None:
        schema["examples"] = [example]
    if member.optional:
        schema["type"] = [schema["type"], "null"]
    return schema


def _kind(kind: type) -> Json:
    if issubclass(kind, Enum):
        return {"type": "string", "enum": [str(each.value) for each in kind]}
    return dict(FORMATS[kind])


def _words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")
