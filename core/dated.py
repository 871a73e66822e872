"""Documents of rules that come in versions, each in force from a day on."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A version of a document, counted from 1, and the first day of it."""

    @property
    def version(self) -> int: ...

    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=Dated)


def in_force(documents: Iterable[D], *, on: date) -> D:
    """The newest version that is in force on a day; the first one before that.

    Raises ValueError where there is no document.
    """
    ordered = sorted(documents, key=lambda each: each.version)
    valid = [each for each in ordered if each.since <= on]
    if not ordered:
        raise ValueError("There is no document.")
    return valid[-1] if valid else ordered[0]
