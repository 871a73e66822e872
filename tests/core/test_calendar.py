"""What counts as a working day."""

from datetime import date

import pytest

from core.calendar import WorkingDays, working_days

QUIET = WorkingDays(frozenset({date(2026, 3, 4)}))
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def test_weekends_and_days_off_do_not_count():
    assert QUIET.counts(MONDAY)
    assert not QUIET.counts(date(2026, 3, 4))
    assert not QUIET.counts(date(2026, 3, 7))


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (0, MONDAY),
        (1, date(2026, 3, 3)),
        (2, date(2026, 3, 5)),
        (3, FRIDAY),
        (4, date(2026, 3, 9)),
    ],
)
def test_days_are_counted_from_the_day_after(count, day):
    assert QUIET.after(MONDAY, count) == day
    assert QUIET.between(MONDAY, day) == count


def test_days_are_counted_from_a_day_off_too():
    saturday = date(2026, 3, 7)

    assert QUIET.after(saturday, 1) == date(2026, 3, 9)
    assert QUIET.between(saturday, date(2026, 3, 9)) == 1
    assert QUIET.between(FRIDAY, MONDAY) == 0


def test_the_shipped_calendar_knows_feasts_and_collective_leave():
    days = working_days()

    assert not days.counts(date(2025, 4, 1))
    assert not days.counts(date(2025, 4, 4))
    assert not days.counts(date(2025, 8, 17))
    assert days.counts(date(2025, 4, 8))
