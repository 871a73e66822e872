"""The feed's jobs and commands."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from catalog.feed import tasks
from catalog.feed.models import CatalogChange, CatalogFeed, CatalogMark
from catalog.feed.rules import Guard
from core.clock import now
from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from tests.catalog.feed.stand import make_stand


@pytest.fixture(autouse=True)
def as_shipped():
    tasks.configure(Guard(), keep=timedelta(days=30))


@pytest.fixture
def past_the_feed(committed):
    """A course whose price changed while the triggers were off."""
    with unit_of_work("test") as session:
        stand = make_stand(session)
        course, offering = stand.course()
        stand.relay(now())
        session.execute(text("ALTER TABLE offerings DISABLE TRIGGER USER"))
        offering.price = 1
        session.flush()
        session.execute(text("ALTER TABLE offerings ENABLE TRIGGER USER"))
    return course


def test_the_job_publishes_and_tells(stand):
    stand.course()
    stand.session.flush()

    tasks.relay_all()

    feed = stand.session.get_one(CatalogFeed, stand.platform.id)
    assert (feed.sequence, feed.told_sequence) == (1, 1)
    topics = stand.session.scalars(select(StoredEvent.topic)).all()
    assert topics.count("catalog.changed") == 1


def test_the_nightly_check_mends_through_the_relay(past_the_feed):
    found, false = tasks.check_all(mend=True, at=now())
    tasks.relay_all()
    again, _ = tasks.check_all(mend=True, at=now())

    assert (dict(found), false, dict(again)) == ({"changed_or_missing": 1}, [], {})
    with unit_of_work("test") as session:
        last = session.scalars(
            select(CatalogChange).where(CatalogChange.superseded_by.is_(None))
        ).one()
    assert last.course_id == past_the_feed.id
    assert '"price":{"amount":1,' in last.document


def test_the_command_reports_drift_and_fails_until_it_is_mended(app, past_the_feed):
    runner = app.test_cli_runner()

    broken = runner.invoke(args=["catalog-feed", "check"])
    with unit_of_work("test") as session:
        marked = session.scalar(select(CatalogMark.position))
    mending = runner.invoke(args=["catalog-feed", "check", "--mend"])
    relaying = runner.invoke(args=["catalog-feed", "relay"])
    whole = runner.invoke(args=["catalog-feed", "check"])

    assert (broken.exit_code, marked) == (1, None)
    assert "changed or missing: 1" in broken.output
    assert (mending.exit_code, relaying.exit_code, whole.exit_code) == (0, 0, 0)
    assert "changed or missing: 0" in whole.output


def test_old_changes_are_forgotten_batch_by_batch(stand):
    _, offering = stand.course()
    long_ago = now() - timedelta(days=60)
    stand.relay(long_ago)
    offering.price = 2
    stand.relay(long_ago)

    tasks.forget.func(0)

    rows = stand.session.scalars(select(CatalogChange.sequence)).all()
    assert rows == [2]
    assert stand.session.get_one(CatalogFeed, stand.platform.id).floor == 1


def test_runs_that_ended_are_looked_at_each_hour(stand):
    tasks.ended_runs.func(0)

    assert stand.session.scalar(select(CatalogMark.position)) is None
