"""Pausing and resuming an endpoint."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.clock import now
from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from partners.webhooks import Delivery, Endpoint
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher
from partners.webhooks.models import DeliveryStatus
from partners.webhooks.services.claim import claim_due
from partners.webhooks.services.endpoints import change_endpoint
from partners.webhooks.services.forget import end_long_pauses, give_up_waiting
from tests.factories import make_organisation
from tests.partners.callers import Partner, make_partner, slug
from tests.partners.webhooks.receiving import (
    make_endpoint,
    make_event,
    receiver,
    relay,
)

PATH = "/v1/webhook-endpoints"


@pytest.fixture
def us(session) -> Partner:
    return make_partner(session)


@pytest.fixture
def endpoint(session, us) -> Endpoint:
    return make_endpoint(session, us.organisation)


def patch(client, us, endpoint, **changes):
    response = client.patch(f"{PATH}/{endpoint.id}", json=changes, headers=us.headers)
    assert response.status_code == 200, response.text
    return response.json


def test_what_comes_during_a_pause_waits(client, session, us, endpoint):
    paused = patch(client, us, endpoint, paused=True)
    make_event(session, us.organisation)
    relay(session)

    claimed = claim_due(session, slow=False, limit=9, at=now() + timedelta(minutes=1))

    assert paused["paused_at"] is not None
    assert claimed == []
    assert session.scalars(select(Delivery.status)).all() == [DeliveryStatus.PENDING]
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.after["paused"]) == ("webhook_endpoint.change", True)


def test_pausing_twice_keeps_the_first_instant(client, us, endpoint):
    first = patch(client, us, endpoint, paused=True)
    second = patch(client, us, endpoint, paused=True)
    resumed = patch(client, us, endpoint, paused=False)

    assert first["paused_at"] == second["paused_at"]
    assert resumed["paused_at"] is None


def test_after_a_pause_all_is_sent_in_the_order_of_the_log(committed):
    """Nothing is lost, and with one delivery at a time nothing overtakes another."""
    dispatcher = Dispatcher(Sender(allow_private=True), now)
    with receiver(204) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            endpoint = make_endpoint(
                session, organisation, url=there.url, paused_at=now(), concurrency=1
            )
        for _ in range(4):
            with unit_of_work("test") as session:
                for _ in range(5):
                    make_event(session, organisation)
                relay(session)
            dispatcher.deliver_due()
        dispatcher.drain()
        during = len(there.requests)

        with unit_of_work("test") as session:
            change_endpoint(
                session,
                endpoint.id,
                organisation_id=organisation.id,
                allow_private=True,
                at=now(),
                paused=False,
            )
        dispatcher.deliver_due()
        dispatcher.close()

    assert during == 0
    sequences = [json.loads(request.body)["sequence"] for request in there.requests]
    assert sequences == [*range(1, 21)]


def test_a_paused_endpoint_is_not_tested(client, session, us, endpoint):
    patch(client, us, endpoint, paused=True)

    response = client.post(f"{PATH}/{endpoint.id}/test", headers=us.headers)

    assert (response.status_code, slug(response)) == (409, "webhook-endpoint-paused")
    assert session.scalars(select(Delivery)).all() == []


def test_a_pause_of_more_than_thirty_days_ends_in_disabling(session, us, endpoint, at):
    endpoint.paused_at = at
    session.flush()

    in_time = end_long_pauses(session, at=at + timedelta(days=30))
    late = end_long_pauses(session, at=at + timedelta(days=30, seconds=1))

    assert (in_time, late) == (0, 1)
    assert endpoint.disabled_reason == "paused"
    told = session.scalars(select(StoredEvent)).one()
    assert told.topic == "webhook_endpoint.disabled"
    assert told.audience == [us.organisation.id]


def test_what_waits_for_a_disabled_endpoint_is_given_up_after_thirty_days(
    session, us, endpoint, at
):
    make_event(session, us.organisation)
    relay(session)
    delivery = session.scalars(select(Delivery)).one()
    delivery.next_attempt_at = endpoint.disabled_at = at
    session.flush()

    in_time = give_up_waiting(session, endpoint.id, at=at + timedelta(days=30))
    late = give_up_waiting(session, endpoint.id, at=at + timedelta(days=31))

    session.refresh(delivery)
    assert (in_time, late) == (0, 1)
    assert delivery.status == DeliveryStatus.FAILED


def test_enabling_ends_a_pause(client, us, endpoint):
    patch(client, us, endpoint, paused=True)
    patch(client, us, endpoint, enabled=False)

    enabled = patch(client, us, endpoint, enabled=True)

    assert (enabled["paused_at"], enabled["disabled_at"]) == (None, None)


@pytest.mark.parametrize("concurrency", [0, 11, "4", 1.5])
def test_a_concurrency_out_of_bounds_is_refused(client, us, endpoint, concurrency):
    response = client.patch(
        f"{PATH}/{endpoint.id}", json={"concurrency": concurrency}, headers=us.headers
    )

    assert (response.status_code, slug(response)) == (422, "invalid-request")


def test_the_owner_says_how_many_may_be_on_their_way(client, session, us, endpoint):
    patch(client, us, endpoint, concurrency=2)
    for _ in range(5):
        make_event(session, us.organisation)
    relay(session)

    claimed = claim_due(session, slow=False, limit=9, at=now() + timedelta(minutes=1))

    assert len(claimed) == 2
