"""When a seat is unused, and the numbers of the reviews."""

from datetime import timedelta

import pytest

from partners.organisations import Kind
from partners.staff import Seat
from partners.staff.reviews import rulebook as module
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import is_unused

SPAN = timedelta(days=90)
LONG_AGO, LATELY = timedelta(days=90), timedelta(days=89)


@pytest.mark.parametrize(
    ("appointed", "signed_in", "unused"),
    [
        (LONG_AGO, None, True),
        (LATELY, None, False),
        (timedelta(days=400), LONG_AGO, True),
        (timedelta(days=400), LATELY, False),
        # An old account with a new seat had no time to use it.
        (LATELY, timedelta(days=400), False),
    ],
)
def test_a_seat_is_unused_when_its_person_was_away_since_she_got_it(
    at, appointed, signed_in, unused
):
    seat = Seat(appointed_at=at - appointed)
    last = None if signed_in is None else at - signed_in

    assert is_unused(seat, last, span=SPAN, at=at) is unused


def test_operators_review_their_own_staff_more_often():
    book = rulebook()

    assert book.every([Kind.DIGITAL_PLATFORM]) == timedelta(days=180)
    assert book.every([Kind.DIGITAL_PLATFORM, Kind.OPERATOR]) == timedelta(days=90)


def test_rules_that_cannot_be_used_stop_the_start(monkeypatch, tmp_path):
    broken = module.FILE.read_text().replace('"lapse_days": 30', '"lapse_days": 0')
    file = tmp_path / "rules.json"
    file.write_text(broken)
    monkeypatch.setattr(module, "FILE", file)

    with pytest.raises(ValueError, match="0"):
        rulebook.__wrapped__()
