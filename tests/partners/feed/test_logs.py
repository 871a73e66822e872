"""Each organisation's log has numbers of its own, without gaps (decision 14)."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from core.events.services.relay import relay_events
from partners.feed import FeedEntry
from partners.feed.services import enter
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import make_event, relay


@pytest.fixture
def ours(session):
    return make_organisation(session)


@pytest.fixture
def theirs(session):
    return make_organisation(session)


def log_of(session, organisation) -> list[FeedEntry]:
    return list(
        session.scalars(
            select(FeedEntry)
            .where(FeedEntry.organisation_id == organisation.id)
            .order_by(FeedEntry.sequence)
        )
    )


def test_the_numbers_of_a_log_have_no_gaps_whatever_happens_to_others(
    session, ours, theirs
):
    mine = []
    for _ in range(3):
        mine.append(make_event(session, ours))
        make_event(session, theirs)
        relay(session)
        make_event(session)

    log = log_of(session, ours)

    assert [entry.event_id for entry in log] == [event.id for event in mine]
    assert [entry.sequence for entry in log] == [1, 2, 3]


def test_the_versions_of_an_object_have_no_gaps_though_others_hear_more(
    session, ours, theirs
):
    order = uuid4()
    make_event(session, theirs, object_id=order)
    make_event(session, ours, theirs, object_id=order)
    make_event(session, ours)
    relay(session)
    make_event(session, theirs, object_id=order)
    make_event(session, ours, theirs, object_id=order)
    relay(session)

    def versions(organisation):
        log = log_of(session, organisation)
        return [entry.object_version for entry in log if entry.object_id == order]

    assert versions(ours) == [1, 2]
    assert versions(theirs) == [1, 2, 3, 4]


def test_whoever_stands_twice_in_an_audience_has_one_entry(session, ours):
    make_event(session, ours, ours)
    relay(session)

    assert len(log_of(session, ours)) == 1


def test_an_audience_that_does_not_exist_stops_nobody(session, ours):
    make_event(session, ours, audience=[uuid4(), ours.id])
    relay(session)

    assert len(log_of(session, ours)) == 1


def test_what_was_numbered_without_an_entry_is_entered_next_time(
    session, ours, monkeypatch
):
    """An older release that runs beside this one numbers events and writes no logs."""
    monkeypatch.setattr(enter, "STEP", 2)
    for number in range(1, 6):
        make_event(session, ours, sequence=number)
    last = make_event(session, ours)

    relay_events(session)

    log = log_of(session, ours)
    assert [entry.sequence for entry in log] == [1, 2, 3, 4, 5, 6]
    assert log[-1].event_id == last.id
