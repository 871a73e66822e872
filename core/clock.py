"""The one place that reads the wall clock.

Called by api.py files, workers and commands, and passed down as `at`, so that no rule
depends on when it runs and no test has to freeze time.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# A deadline is the last second of a local day, all of which counts.
LAST_SECOND = timedelta(seconds=1)


def now() -> datetime:
    """The current instant, in UTC."""
    return datetime.now(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a local day, as an instant (design, section 7)."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)


def end_of_day_after(at: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """The last second of the local day `days` days after the local day of `at`."""
    return end_of_day(at.astimezone(zone).date() + timedelta(days=days), zone)
