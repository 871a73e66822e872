"""Events of every class, filled with values."""

from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_type_hints
from uuid import UUID

from core.events import Event
from core.events.members import ENVELOPE, Member, members_of
from core.ids import new_id

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def filled(event: type[Event], **changes: Any) -> Event:
    """An event of the class: its examples, ids of nothing, and what is private."""
    hints = get_type_hints(event)
    told = members_of(event)
    values = {
        field.name: _value(
            told.get(field.name),
            told[field.name].kind if field.name in told else hints[field.name],
        )
        for field in fields(event)
        if field.name not in ENVELOPE
    }
    return event(**({"occurred_at": AT} | values | changes))


def _value(member: Member | None, kind: Any) -> Any:
    if member is not None and member.described and member.described.example is not None:
        return member.described.example
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    made: dict[Any, Any] = {
        UUID: new_id(),
        datetime: AT,
        date: AT.date(),
        str: "word",
        int: 1,
        bool: True,
    }
    return made[kind]
