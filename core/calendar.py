"""Working days: what published clocks count.

The days off are those of the shipped calendar (data/calendar), public holidays and
collective leave alike, as public offices are closed on both. Beyond the last year of
the calendar only weekends are off.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from core.datafiles import read_csv

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """Days that count: Monday to Friday, but for `days_off`."""

    days_off: Collection[date]

    def counts(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() < SATURDAY and day not in self.days_off

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself when `count` is 0."""
        for _ in range(count):
            day += DAY
            while not self.counts(day):
                day += DAY
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`."""
        span = (last - first).days
        return sum(self.counts(first + DAY * step) for step in range(1, span + 1))


@cache
def working_days() -> WorkingDays:
    """The working days of the programme's country."""
    rows = read_csv("calendar/indonesia_holidays.csv")
    return WorkingDays(frozenset(date.fromisoformat(row["date"]) for row in rows))
