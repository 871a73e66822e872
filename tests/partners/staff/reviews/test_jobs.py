"""The hourly jobs, batch by batch and in transactions of their own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.unit_of_work import unit_of_work
from partners.staff.reviews import AccessReview, tasks
from partners.staff.reviews.services import open as opening
from partners.staff.reviews.services import remind as reminding
from tests.factories import kinds_of_letters, make_organisation, make_seat

DAY = timedelta(days=1)


@pytest.fixture
def clock(committed, monkeypatch, at):
    """Sets what the jobs take for now; batches are of two."""
    monkeypatch.setattr(opening, "BATCH", 2)
    monkeypatch.setattr(reminding, "BATCH", 2)

    def set_clock(days: int) -> None:
        monkeypatch.setattr(tasks, "now", lambda: at + days * DAY)

    return set_clock


def states(session) -> list[str]:
    return sorted(session.scalars(select(AccessReview.state)))


def test_jobs_open_remind_and_end_as_many_as_there_are(clock):
    with unit_of_work("test") as session:
        for _ in range(5):
            make_seat(session, make_organisation(session))

    clock(0)
    tasks.open_reviews(timestamp=0)
    with unit_of_work("test") as session:
        assert states(session) == ["open"] * 5
        assert kinds_of_letters(session) == ["access-review-opened"] * 5

    clock(14)
    tasks.remind_owners(timestamp=0)
    with unit_of_work("test") as session:
        letters = kinds_of_letters(session)
        assert letters.count("access-review-reminder") == 5

    clock(51)
    tasks.let_lapse(timestamp=0)
    with unit_of_work("test") as session:
        assert states(session) == ["lapsed"] * 5
        # Each has one owner, who was never here and stays all the same.
        assert kinds_of_letters(session).count("access-review-lapsed") == 5

    clock(81)
    tasks.open_reviews(timestamp=0)
    with unit_of_work("test") as session:
        assert states(session) == ["lapsed"] * 5 + ["open"] * 5
