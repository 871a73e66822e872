"""Sending many: no receiver delays another, and a crash loses nothing."""

import time
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.webhooks import Attempt, Delivery, Endpoint
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher
from partners.webhooks.models import DeliveryStatus
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import (
    make_endpoint,
    make_event,
    receiver,
    relay,
)


@pytest.fixture
def dispatcher(committed):
    dispatcher = Dispatcher(
        Sender(allow_private=True, deadline=2.0),
        now,
        quick_slots=8,
        slow_slots=2,
    )
    yield dispatcher
    dispatcher.close()


def send_all(*dispatchers: Dispatcher) -> int:
    """Call again, as the job does each second, until nothing is pending."""
    started, give_up_at = 0, time.monotonic() + 20
    while True:
        started += sum(dispatcher.deliver_due() for dispatcher in dispatchers)
        with unit_of_work("test") as session:
            if DeliveryStatus.PENDING not in statuses(session):
                return started
        assert time.monotonic() < give_up_at, "Deliveries are left."


def statuses(session) -> list[str]:
    return list(session.scalars(select(Delivery.status)))


def test_what_is_due_is_sent_and_recorded(dispatcher):
    with receiver(204) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            make_endpoint(session, organisation, url=there.url)
            for _ in range(12):
                make_event(session, organisation)
            relay(session)

        started = send_all(dispatcher)

    with unit_of_work("test") as session:
        deliveries = session.scalars(select(Delivery)).all()
        sent = {str(delivery.id) for delivery in deliveries}
        assert {delivery.status for delivery in deliveries} == {"delivered"}
        assert len(session.scalars(select(Attempt)).all()) == 12
    assert started == 12
    assert len(there.requests) == 12
    assert {request.headers["webhook-id"] for request in there.requests} == sent


@pytest.mark.race
def test_a_black_hole_does_not_delay_the_healthy(dispatcher):
    """WH-05, small: three black holes, ten healthy receivers."""
    with ExitStack() as stack:
        holes = [
            stack.enter_context(receiver(lambda _: time.sleep(3))) for _ in range(3)
        ]
        healthy = [stack.enter_context(receiver(204)) for _ in range(10)]
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            for hole in holes:
                make_endpoint(session, organisation, url=hole.url, failing_since=now())
            for there in healthy:
                make_endpoint(session, organisation, url=there.url)
            for _ in range(3):
                make_event(session, organisation)
            relay(session)
        began = time.monotonic()

        while sum(len(there.requests) for there in healthy) < 30:
            dispatcher.deliver_due()
            assert time.monotonic() - began < 10, "The healthy wait for the dead."
        took = time.monotonic() - began
        dispatcher.drain()

    assert took < 2
    with unit_of_work("test") as session:
        assert statuses(session).count(DeliveryStatus.DELIVERED) == 30


@pytest.mark.race
def test_two_workers_send_each_delivery_once(committed):
    workers = [Dispatcher(Sender(allow_private=True), now) for _ in range(2)]
    with receiver(204) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            for _ in range(3):
                make_endpoint(session, organisation, url=there.url)
            for _ in range(15):
                make_event(session, organisation)
            relay(session)

        send_all(*workers)
        for worker in workers:
            worker.close()

    ids = [request.headers["webhook-id"] for request in there.requests]
    assert len(ids) == len(set(ids)) == 45


def test_a_delivery_whose_worker_died_is_sent_again(dispatcher):
    """FT-01: the lease of a worker that was killed has run out."""
    with receiver(204) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            make_endpoint(session, organisation, url=there.url)
            make_event(session, organisation)
            relay(session)
            session.scalars(select(Delivery)).one().claimed_until = now()

        dispatcher.deliver_due()
        dispatcher.drain()

    with unit_of_work("test") as session:
        assert statuses(session) == [DeliveryStatus.DELIVERED]
        assert session.scalars(select(Endpoint)).one().failing_since is None
