"""kill -9 of workers under load: every event is delivered, and none is invented."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, func, select, text, update

from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from partners.webhooks import Delivery
from partners.webhooks.models import DeliveryStatus
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import make_endpoint, make_event, receiver
from tests.serving import ROOT
from tests.soak import sized

ROUNDS, EVENTS_A_ROUND = sized(3, 12), 40


@contextmanager
def worker(engine: Engine) -> Iterator["subprocess.Popen[bytes]"]:
    """`flask jobs work` as a process that has begun; stopped if it still runs."""
    before = _newest_worker()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"],
        cwd=ROOT,
        env=os.environ
        | {
            "MARKETPLACE_ENV": "test",
            "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "ALLOW_PRIVATE_WEBHOOKS": "true",
            "LOG_LEVEL": "WARNING",
        },
    )
    try:
        _wait_until(lambda: _newest_worker() > before)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)


@pytest.mark.race
@pytest.mark.slow
def test_ft_01_wh_02_killed_workers_lose_and_invent_nothing(committed):
    """Each round commits causes, rolls others back, and kills the worker while it
    relays and sends; the last worker finishes and stops when it is asked to."""
    with receiver(204) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            make_endpoint(session, organisation, url=there.url)

        for _ in range(ROUNDS):
            with worker(committed) as process:
                _cause(organisation)
                time.sleep(random.uniform(0.1, 1.5))
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=10)
            _let_leases_end()
        with worker(committed) as last:
            _wait_until(_all_is_delivered, seconds=60)
            last.terminate()
            stopped_with = last.wait(timeout=30)

    assert stopped_with == 0
    with unit_of_work("test") as session:
        events = session.scalars(select(StoredEvent)).all()
        deliveries = session.scalars(select(Delivery)).all()
    numbers = sorted(event.sequence for event in events)
    assert numbers == [*range(1, ROUNDS * EVENTS_A_ROUND + 1)]
    assert {delivery.event_id for delivery in deliveries} == {e.id for e in events}
    assert len(deliveries) == len(events)
    received = {request.headers["webhook-id"] for request in there.requests}
    assert received == {str(delivery.id) for delivery in deliveries}


def _cause(organisation) -> None:
    """Commit some events, and roll back as many."""
    for number in range(EVENTS_A_ROUND * 2):
        try:
            with unit_of_work("test") as session:
                make_event(session, organisation)
                if number % 2:
                    raise LookupError
        except LookupError:
            continue


def _newest_worker() -> int:
    """The id under which the latest worker has registered itself; 0 before any."""
    with unit_of_work("test") as session:
        return session.scalar(
            text("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
        )


def _all_is_delivered() -> bool:
    with unit_of_work("test") as session:
        open_ = session.scalar(
            select(func.count())
            .select_from(Delivery)
            .where(Delivery.status != DeliveryStatus.DELIVERED)
        )
        unnumbered = session.scalar(
            select(func.count())
            .select_from(StoredEvent)
            .where(StoredEvent.sequence.is_(None))
        )
    return open_ == 0 and unnumbered == 0


def _let_leases_end() -> None:
    """As if a minute had passed since the kill."""
    with unit_of_work("test") as session:
        session.execute(update(Delivery).values(claimed_until=None))


def _wait_until(condition, *, seconds: float = 30) -> None:
    end_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end_at, "It did not come true."
        time.sleep(0.1)
