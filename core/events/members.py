"""The members of an event class, as its annotations say them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from typing import get_type_hints as type_hints

from core.events.fields import Described

# The envelope's own; what is left is told as `data`.
ENVELOPE = frozenset({"occurred_at", "audience"})


@dataclass(frozen=True)
class Member:
    """One member of `data`: its plain type, whether it may be null, its description,
    and what the whole of a text must look like."""

    name: str
    kind: type
    optional: bool
    described: Described | None
    pattern: re.Pattern[str] | None


_MEMBERS: dict[type[Any], Mapping[str, Member]] = {}


class NotTold(ValueError):
    """A text that looks otherwise than its event says was about to be told."""


def members_of(event: type[Any]) -> Mapping[str, Member]:
    """What partners receive as `data`, in the order of the class; found out once."""
    found = _MEMBERS.get(event)
    if found is None:
        found = _MEMBERS[event] = _members_of(event)
    return found


def check_texts(event: object) -> None:
    """Refuse a text that does not look like what its class describes (WH-08).

    Raises NotTold, which is a mistake in our program: whatever a person can type must
    not reach an event.
    """
    for member in members_of(type(event)).values():
        value = getattr(event, member.name)
        if member.pattern and value is not None and not member.pattern.fullmatch(value):
            raise NotTold(f"{type(event).__name__}.{member.name} is no such text.")


def _members_of(event: type[Any]) -> Mapping[str, Member]:
    hints = type_hints(event, include_extras=True)
    hidden = event.private | ENVELOPE
    return {
        field.name: _member(field.name, hints[field.name])
        for field in fields(event)
        if field.name not in hidden
    }


def _member(name: str, hint: Any) -> Member:
    described = None
    if get_origin(hint) is Annotated:
        hint, *extras = get_args(hint)
        described = next(iter(e for e in extras if isinstance(e, Described)), None)
    optional = False
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        optional = len(kinds) < len(get_args(hint))
        [hint] = kinds
    pattern = described and described.pattern and re.compile(described.pattern)
    return Member(name, hint, optional, described, pattern or None)
