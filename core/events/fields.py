"""What the members of events may be, and how they are described to partners.

An event holds ids, amounts, instants and words that a program chose; no text that a
person typed, for that may speak of a person (requirement WH-08). So a text in an event
is always of a described kind, and must look like it.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Described:
    """What a member says, an example, and the bounds of its values. `pattern` is for
    the whole of a text."""

    description: str
    example: Any = None
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None


def count(description: str, *, example: int = 1, minimum: int = 0) -> Described:
    """How many."""
    return Described(description, example, minimum=minimum)


def rupiah(description: str, example: int = 350_000) -> Described:
    """Money: whole units of the deployment's currency."""
    said = f"{description} Whole units of the currency (rupiah for IDR)."
    return Described(said, example, minimum=0)


def code(description: str, example: str) -> Described:
    """A word of ours that programs compare, such as `account_closed`."""
    return Described(description, example, pattern="[a-z][a-z0-9_.-]{0,63}")


def reference(description: str, example: str) -> Described:
    """An organisation's own number of something, told to itself alone."""
    return Described(description, example, pattern="[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
