"""What reading a cell yields."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalog.imports.findings import Kind, Severity

DAY_FIELDS = ("starts", "ends", "class_hours", "enrolment_opens", "enrolment_closes")


@dataclass(frozen=True)
class Said:
    """What a person confirmed of a list, beyond its columns.

    `decimal` is the mark before fractions, "," or ".", None if nobody said; `currency`
    is the ISO 4217 code of amounts without one, and `rates` tell how many whole units
    of our currency one unit of another is, as she says; `unit` is that of lengths of
    time without one: minutes, hours or lesson_hours. `dates` says whether the day (dmy)
    or the month (mdy) comes first in days of numbers, None if nobody said, and `zone`
    (IANA) where hours without a zone are meant. `words` are her translations of
    what stands in cells, by field and comparison key; an empty one is nothing.
    """

    decimal: str | None = None
    currency: str = "IDR"
    rates: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    dates: str | None = None
    zone: str = "Asia/Jakarta"
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def days(self) -> dict[str, str]:
        """Her words of days and hours, in whichever column she met them."""
        return {
            word: meaning
            for name in DAY_FIELDS
            for word, meaning in self.words.get(name, {}).items()
        }


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Cell:
    """A value, None where the cell states none, and what there is to say of it. With an
    error there is no value."""

    value: Any = None
    kind: Kind | None = None
    members: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return self.kind is not None and self.kind.severity is Severity.ERROR


def refused(kind: Kind, **members: Any) -> Cell:
    return Cell(None, kind, members)
