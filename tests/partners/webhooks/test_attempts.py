"""What is claimed, and what becomes of a delivery after each attempt."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.events import StoredEvent
from partners.webhooks import Attempt, Delivery, Endpoint
from partners.webhooks.models import DeliveryStatus
from partners.webhooks.rules import Answer
from partners.webhooks.services.claim import LEASE, claim_due
from partners.webhooks.services.forget import forget_deliveries
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import (
    attempt,
    make_endpoint,
    make_event,
    relay,
)

DOWN = Answer(None, 15_000, error="timeout")


@pytest.fixture
def organisation(session):
    return make_organisation(session)


@pytest.fixture
def endpoint(session, organisation) -> Endpoint:
    return make_endpoint(session, organisation)


@pytest.fixture
def delivery(session, organisation, endpoint, at) -> Delivery:
    make_event(session, organisation)
    relay(session)
    session.execute(update(Delivery).values(next_attempt_at=at, created_at=at))
    return session.scalars(select(Delivery)).one()


def due(session, at, *, slow=False, limit=50) -> list:
    parcels = claim_due(session, slow=slow, limit=limit, at=at)
    session.flush()
    return [parcel.delivery_id for parcel in parcels]


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends(session, delivery, at):
    first = due(session, at)
    meanwhile = due(session, at + LEASE - timedelta(seconds=1))
    after = due(session, at + LEASE)

    assert (first, meanwhile, after) == ([delivery.id], [], [delivery.id])


def test_a_delivery_is_not_claimed_before_its_time(session, delivery, at):
    assert due(session, at - timedelta(seconds=1)) == []


def test_an_endpoint_has_four_deliveries_in_flight_at_most(
    session, organisation, endpoint, at
):
    """WH-05."""
    for _ in range(7):
        make_event(session, organisation)
    relay(session)
    session.execute(update(Delivery).values(next_attempt_at=at))

    first, second = due(session, at), due(session, at)

    assert (len(first), second) == (4, [])


def test_a_failing_endpoint_is_asked_one_at_a_time_and_apart(
    session, organisation, endpoint, at
):
    """WH-05."""
    endpoint.failing_since = at
    for _ in range(3):
        make_event(session, organisation)
    relay(session)
    session.execute(update(Delivery).values(next_attempt_at=at))

    among_the_healthy = due(session, at)
    first, second = due(session, at, slow=True), due(session, at, slow=True)

    assert (among_the_healthy, len(first), second) == ([], 1, [])


def test_a_disabled_endpoint_is_not_asked(session, endpoint, delivery, at):
    endpoint.disabled_at = at

    assert due(session, at) == []


def test_2xx_delivers_and_ends_a_row_of_failures(session, endpoint, delivery, at):
    endpoint.failing_since = at - timedelta(hours=1)

    attempt(session, delivery, Answer(200, 12, text="thanks"), at)

    assert (delivery.status, delivery.delivered_at) == (DeliveryStatus.DELIVERED, at)
    assert endpoint.failing_since is None
    line = session.scalars(select(Attempt)).one()
    assert (line.number, line.status, line.latency_ms) == (1, 200, 12)
    assert (line.answer, line.error, line.attempted_at) == ("thanks", None, at)
    assert due(session, at + timedelta(days=9)) == []


@pytest.mark.parametrize("status", [301, 302, 400, 404, 429, 500, 503, None])
def test_anything_else_is_tried_again(session, endpoint, delivery, at, status):
    """WH-04."""
    due(session, at)

    attempt(session, delivery, Answer(status, 12), at)

    assert delivery.status == DeliveryStatus.PENDING
    assert delivery.next_attempt_at == at + timedelta(seconds=5)
    assert (endpoint.failing_since, endpoint.disabled_at) == (at, None)
    assert due(session, at + timedelta(seconds=4), slow=True) == []
    assert due(session, at + timedelta(seconds=5), slow=True) == [delivery.id]


def test_410_disables_the_endpoint_and_tells_its_owner(
    session, organisation, endpoint, delivery, at
):
    """WH-04."""
    attempt(session, delivery, Answer(410, 12), at)

    assert delivery.status == DeliveryStatus.FAILED
    assert (endpoint.disabled_at, endpoint.disabled_reason) == (at, "gone")
    told = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "webhook_endpoint.disabled")
    ).one()
    assert told.audience == [organisation.id]
    assert told.data == {"endpoint_id": str(endpoint.id), "reason": "gone"}


def test_a_receiver_that_is_down_for_a_day_gets_everything(
    session, endpoint, delivery, at
):
    """WH-03, on a simulated clock."""
    back_at = at + timedelta(hours=24)
    moment = at

    while delivery.status == DeliveryStatus.PENDING:
        moment = max(moment, delivery.next_attempt_at)
        up = moment >= back_at
        attempt(session, delivery, Answer(200, 12) if up else DOWN, moment)

    assert delivery.status == DeliveryStatus.DELIVERED
    assert (endpoint.disabled_at, endpoint.failing_since) == (None, None)


def test_a_receiver_that_is_down_for_80_hours_is_disabled(
    session, endpoint, delivery, at
):
    """WH-03, on a simulated clock: ten attempts over 75 hours and 35 minutes."""
    moment = at

    while delivery.status == DeliveryStatus.PENDING:
        moment = max(moment, delivery.next_attempt_at)
        attempt(session, delivery, DOWN, moment)

    assert delivery.status == DeliveryStatus.FAILED
    assert moment == at + timedelta(hours=75, minutes=35, seconds=5)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 10
    assert (endpoint.disabled_at, endpoint.disabled_reason) == (moment, "failing")


def test_an_endpoint_that_refuses_one_event_and_takes_others_stays(
    session, endpoint, delivery, at
):
    delivery.attempts = 9
    endpoint.failing_since = at - timedelta(minutes=1)

    attempt(session, delivery, Answer(400, 12), at)

    assert delivery.status == DeliveryStatus.FAILED
    assert endpoint.disabled_at is None


def test_wh_07_deliveries_are_kept_for_thirty_days(session, endpoint, delivery, at):
    attempt(session, delivery, Answer(200, 12), at)
    last_day, after = at + timedelta(days=30), at + timedelta(days=30, seconds=1)

    early = forget_deliveries(session, endpoint.id, at=last_day)
    late = forget_deliveries(session, endpoint.id, at=after)

    assert (early, late) == (0, 1)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0
    assert session.scalar(select(func.count()).select_from(StoredEvent)) == 1


def test_what_is_still_to_be_sent_is_not_forgotten(session, endpoint, delivery, at):
    assert forget_deliveries(session, endpoint.id, at=at + timedelta(days=99)) == 0
