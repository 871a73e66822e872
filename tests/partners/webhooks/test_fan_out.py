"""Who gets a delivery of an event."""

import pytest
from sqlalchemy import select

from partners.organisations import Standing
from partners.webhooks import Delivery
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import make_endpoint, make_event, relay


def deliveries(session) -> set[tuple]:
    return {
        (delivery.endpoint_id, delivery.event_id)
        for delivery in session.scalars(select(Delivery))
    }


def test_each_endpoint_of_the_audience_gets_one_delivery(session):
    ours, theirs = make_organisation(session), make_organisation(session)
    first, second = make_endpoint(session, ours), make_endpoint(session, ours)
    third = make_endpoint(session, theirs)
    for_both = make_event(session, ours, theirs)
    for_us = make_event(session, ours)

    relay(session)

    assert deliveries(session) == {
        (first.id, for_both.id),
        (second.id, for_both.id),
        (third.id, for_both.id),
        (first.id, for_us.id),
        (second.id, for_us.id),
    }


def test_an_endpoint_gets_only_the_topics_that_it_wants(session):
    organisation = make_organisation(session)
    endpoint = make_endpoint(session, organisation, topics=["order.voided"])
    make_event(session, organisation, topic="order.placed")
    wanted = make_event(session, organisation, topic="order.voided")

    relay(session)

    assert deliveries(session) == {(endpoint.id, wanted.id)}


@pytest.mark.parametrize(
    "standing", [Standing.APPLIED, Standing.UNDER_REVIEW, Standing.TERMINATED]
)
def test_an_organisation_that_takes_no_part_gets_nothing(session, standing):
    organisation = make_organisation(session, standing=standing)
    make_endpoint(session, organisation)
    make_event(session, organisation)

    relay(session)

    assert deliveries(session) == set()


def test_a_disabled_endpoint_gets_nothing(session, at):
    organisation = make_organisation(session)
    make_endpoint(session, organisation, disabled_at=at, disabled_reason="owner")
    make_event(session, organisation)

    relay(session)

    assert deliveries(session) == set()


def test_an_event_without_an_audience_goes_nowhere(session):
    make_endpoint(session, make_organisation(session))
    make_event(session)

    relay(session)

    assert deliveries(session) == set()
