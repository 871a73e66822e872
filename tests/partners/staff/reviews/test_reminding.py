"""Owners are reminded shortly before the end and weekly after it."""

from datetime import timedelta

import pytest

from partners.organisations import Standing
from partners.staff.reviews.services.remind import remind
from tests.factories import kinds_of_letters, letters

DAY = timedelta(days=1)


def test_a_week_before_the_end_and_then_every_week(session, review, at):
    sent = []
    for day in range(60):
        if remind(session, at=at + day * DAY):
            sent.append(day)

    assert sent == [14, 21, 28, 35, 42, 49, 56]
    assert review.reminders == 7


def test_before_the_end_they_are_asked_and_after_it_they_are_told_what_follows(
    session, review, at
):
    remind(session, at=at + 14 * DAY)
    asked = letters(session, "access-review-reminder")
    assert {each[0] for each in asked} == {"dewi@example.org", "eka@example.org"}
    assert letters(session, "access-review-late") == []

    remind(session, at=at + 21 * DAY)

    late = letters(session, "access-review-late")
    assert len(late) == 2
    assert "22 April 2026" in late[0][2]
    assert "180 hari" in late[0][2]


def test_days_without_a_worker_are_made_up_by_one_letter(session, review, at):
    assert remind(session, at=at + 40 * DAY) == 1

    assert len(kinds_of_letters(session)) == 2
    assert remind(session, at=at + 40 * DAY) == 0
    assert review.remind_at == at + 42 * DAY


@pytest.mark.parametrize(
    ("standing", "reminded"), [("suspended", 1), ("terminated", 0)]
)
def test_who_may_still_decide_is_reminded(
    session, organisation, review, at, standing, reminded
):
    organisation.standing = Standing(standing)
    session.flush()

    assert remind(session, at=at + 14 * DAY) == reminded
