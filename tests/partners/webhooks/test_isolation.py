"""WH-05: whatever one receiver does, the others hear as soon as ever, and nothing is
lost. Compared within the run: the same healthy receivers, with the bad and without.
"""

import json
import statistics
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from sqlalchemy import select, update

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.webhooks import Delivery, Endpoint
from partners.webhooks import dispatcher as dispatching
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher
from partners.webhooks.models import DeliveryStatus
from partners.webhooks.services import claim
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import (
    answering,
    make_endpoint,
    make_event,
    receiver,
    relay,
)

HEALTHY, ROUNDS, EVENTS = 10, 6, 5
# An attempt ends after 15 s in earnest; here sooner, but long after the comparison.
DEADLINE = 3.0


@dataclass
class Listener:
    """A receiver that notes when each event first came, and which it took."""

    behave: str = "well"
    came_at: dict[str, float] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        event_id = json.loads(self.body_of(request))["id"]
        self.came_at.setdefault(event_id, time.monotonic())
        if self.behave == "hang":
            time.sleep(DEADLINE + 1)
            return
        if self.behave == "late":
            time.sleep(1.5)
        if self.behave == "broken":
            answering(500)(request)
            return
        self.taken.add(event_id)
        answering(200)(request)

    @staticmethod
    def body_of(request: BaseHTTPRequestHandler) -> bytes:
        return request.received.body  # type: ignore[attr-defined]


@contextmanager
def sending(dispatcher: Dispatcher):
    """The dispatcher at work in the background, as the job calls it."""
    stop = threading.Event()

    def work():
        while not stop.is_set():
            dispatcher.deliver_due()
            time.sleep(0.02)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        dispatcher.close()


class HealthyWait(AssertionError):
    """Somebody who is well hears nothing."""


def round_of_events(
    organisation, listeners: list[Listener], *, patience: float = 30.0
) -> list[float]:
    """Tell everybody of some events; after how long each listener heard of each."""
    with unit_of_work("test") as session:
        told = [str(make_event(session, organisation).id) for _ in range(EVENTS)]
        relay(session)
    began = time.monotonic()
    while any(set(told) - set(listener.came_at) for listener in listeners):
        if time.monotonic() - began > patience:
            raise HealthyWait
        time.sleep(0.005)
    return [listener.came_at[each] - began for each in told for listener in listeners]


def pause(bad: list[Endpoint], *, paused: bool) -> None:
    with unit_of_work("test") as session:
        session.execute(
            update(Endpoint)
            .where(Endpoint.id.in_([endpoint.id for endpoint in bad]))
            .values(paused_at=now() if paused else None)
        )


def compare(
    bad: list[Listener], *, patience: float = 30.0, bad_since: datetime | None = None
) -> tuple[float, float]:
    """The healthy receivers' median delay without the bad ones and with them.

    Rounds of both kinds take turns. Unless `bad_since` is given, nobody knows yet that
    the bad ones are bad.
    """
    good = [Listener() for _ in range(HEALTHY)]
    dispatcher = Dispatcher(Sender(allow_private=True, deadline=DEADLINE), now)
    medians: dict[bool, list[float]] = {True: [], False: []}
    with ExitStack() as stack:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            urls = [
                stack.enter_context(receiver(listener)).url
                for listener in (*bad, *good)
            ]
            rows = [make_endpoint(session, organisation, url=url) for url in urls]
            bad_rows = rows[: len(bad)]
            for row in bad_rows:
                row.failing_since = bad_since
        stack.enter_context(sending(dispatcher))
        pause(bad_rows, paused=True)
        round_of_events(organisation, good)  # To warm up.
        for number in range(ROUNDS):
            are_there = number % 2 == 1
            pause(bad_rows, paused=not are_there)
            medians[are_there] += round_of_events(organisation, good, patience=patience)
    return statistics.median(medians[False]), statistics.median(medians[True])


@pytest.mark.race
@pytest.mark.slow
def test_wh_05_bad_receivers_leave_the_others_median_as_it_is(committed):
    """One hangs, one answers 500, one answers 200 late."""
    bad = [Listener("hang"), Listener("broken"), Listener("late")]

    usual, disturbed = compare(bad)

    assert disturbed < 2 * usual + 0.1
    assert all(listener.came_at for listener in bad)


@pytest.mark.race
@pytest.mark.slow
def test_the_race_has_teeth_without_lanes_the_bad_delay_everybody(
    committed, monkeypatch
):
    """As if all were served alike, the oldest first, each until its end."""

    def claim_anything(session, *, slow, limit, at):
        if slow:
            return []
        bad = claim.claim_due(session, slow=True, limit=limit, at=at)
        left = limit - len(bad)
        more = claim.claim_due(session, slow=False, limit=left, at=at) if left else []
        return [*bad, *more]

    monkeypatch.setattr(dispatching, "claim_due", claim_anything)
    monkeypatch.setattr(dispatching, "SLOW_AFTER", timedelta(minutes=1))
    monkeypatch.setattr(claim, "SLOW_AFTER", timedelta(minutes=1))
    monkeypatch.setattr(claim, "IN_FLIGHT_WHILE_FAILING", 4)
    monkeypatch.setattr(dispatching, "LONGEST_TURN_SECONDS", 1.0)

    with pytest.raises(HealthyWait):
        compare(
            [Listener("hang") for _ in range(dispatching.QUICK_SLOTS // 4)],
            patience=DEADLINE - 1,
            bad_since=now(),
        )


@pytest.mark.race
@pytest.mark.slow
def test_wh_05_nothing_is_lost_whatever_receivers_do(committed):
    """They mend, and have every event in the end; the clock is moved to the retries."""
    ahead = timedelta()
    dispatcher = Dispatcher(
        Sender(allow_private=True, deadline=1.0), lambda: now() + ahead
    )
    listeners = [Listener("hang"), Listener("broken"), Listener("late"), Listener()]
    with ExitStack() as stack:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            for listener in listeners:
                url = stack.enter_context(receiver(listener)).url
                make_endpoint(session, organisation, url=url)
        for _ in range(3):
            with unit_of_work("test") as session:
                make_event(session, organisation)
                relay(session)
            dispatcher.deliver_due()
        dispatcher.drain()
        for listener in listeners:
            listener.behave = "well"
        while (due := next_due()) is not None:
            ahead = max(ahead, due - now() + timedelta(milliseconds=1))
            dispatcher.deliver_due()
            dispatcher.drain()
        dispatcher.close()

    assert len(listeners[3].taken) == 3
    assert [listener.taken for listener in listeners] == [listeners[3].taken] * 4


@pytest.mark.race
@pytest.mark.slow
def test_wh_03_500_for_two_days_then_every_event_arrives(committed):
    """Events come all the time; the other receiver has each at its first attempt, and
    the broken one, which is not given up, has all of them when it is back."""
    ahead = timedelta()
    dispatcher = Dispatcher(Sender(allow_private=True), lambda: now() + ahead)
    broken, other = Listener("broken"), Listener()
    with receiver(broken) as there, receiver(other) as elsewhere:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            sick = make_endpoint(session, organisation, url=there.url)
            make_endpoint(session, organisation, url=elsewhere.url)
        while ahead < timedelta(days=2):
            with unit_of_work("test") as session:
                made = make_event(session, organisation)
                relay(session)
            dispatcher.deliver_due()
            dispatcher.drain()
            assert str(made.id) in other.taken
            ahead += timedelta(hours=3)
        broken.behave = "well"
        while (due := next_due()) is not None:
            ahead = max(ahead, due - now() + timedelta(milliseconds=1))
            dispatcher.deliver_due()
            dispatcher.drain()
        dispatcher.close()

    assert len(other.taken) == 16
    assert broken.taken == other.taken
    with unit_of_work("test") as session:
        assert session.get_one(Endpoint, sick.id).disabled_at is None


def next_due():
    """When the next attempt is due, of what is still to be delivered."""
    with unit_of_work("test") as session:
        return session.scalar(
            select(Delivery.next_attempt_at)
            .where(Delivery.status == DeliveryStatus.PENDING)
            .order_by(Delivery.next_attempt_at)
            .limit(1)
        )


@pytest.mark.race
@pytest.mark.slow
def test_wh_05_a_black_hole_and_twenty_healthy_receivers(committed):
    """The 95th percentile of the healthy stays within two seconds."""
    hole, good = Listener("hang"), [Listener() for _ in range(20)]
    dispatcher = Dispatcher(Sender(allow_private=True, deadline=DEADLINE), now)
    with ExitStack() as stack:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            for listener in (hole, *good):
                url = stack.enter_context(receiver(listener)).url
                make_endpoint(session, organisation, url=url)
        stack.enter_context(sending(dispatcher))
        took = sorted(
            each for _ in range(3) for each in round_of_events(organisation, good)
        )

    assert took[int(len(took) * 0.95)] <= 2
