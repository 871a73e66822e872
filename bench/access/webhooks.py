"""Webhooks per second, and what one dead receiver in ten means for the others.

A worker as in earnest numbers the events, makes the deliveries and sends them to
receivers on this machine: once with all of them alive, once with one in ten that takes
a request and never answers. All events are there at the start, so a delivery's time is
that which it stands in the queue.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, func, select

import marketplace.models  # noqa: F401 (the mappers need every table)
from bench import machine
from bench.results import OUT, Figure, Figures, draw
from core import unit_of_work
from core.clock import now
from core.events import StoredEvent
from core.ids import new_id, new_signing_secret
from core.privacy import Vault
from core.settings import Settings
from partners.organisations import Organisation, Standing
from partners.webhooks import Delivery, Endpoint
from partners.webhooks.models import DeliveryStatus

RECEIVERS = 100
EVENTS_EACH = 100
DEAD = RECEIVERS // 10
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Sent:
    """What the living received: seconds in the queue of each, and of the whole."""

    delays: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.delays) / self.seconds

    @property
    def p95(self) -> float:
        return sorted(self.delays)[len(self.delays) * 95 // 100]


def measure() -> Figures:
    """Both runs, one after the other."""
    alive = _run(dead=0)
    disturbed = _run(dead=DEAD)
    draw(
        "Webhooks, all alive and one receiver in ten dead",
        {"all alive": alive.per_second, "one in ten dead": disturbed.per_second},
        "per second to the living",
        OUT / "webhooks.png",
    )
    return {
        "webhooks.per_second": Figure(
            alive.per_second,
            "1/s",
            len(alive.delays),
            f"one worker, {RECEIVERS} receivers, from the event to its record",
        ),
        "webhooks.healthy_p95_ratio": Figure(
            disturbed.p95 / alive.p95,
            "ratio",
            len(disturbed.delays),
            f"{disturbed.p95:.1f} s with {DEAD} of {RECEIVERS} dead,"
            f" {alive.p95:.1f} s with none",
        ),
    }


def _run(*, dead: int) -> Sent:
    with (
        machine.database("access_webhooks") as engine,
        _receivers(dead) as ports,
    ):
        url = engine.url.render_as_string(hide_password=False)
        healthy = _fill(engine, url, ports)[dead:]
        with _worker(url):
            _wait_for(len(healthy) * EVENTS_EACH, healthy)
        return _read(healthy)


def _fill(engine: Engine, url: str, ports: list[int]) -> list[UUID]:
    """An organisation, an endpoint and its events for each receiver."""
    settings = Settings.from_environment({"DATABASE_URL": url})
    vault = Vault(settings.data_keys, settings.index_key)
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault))
    with unit_of_work.unit_of_work("bench.fill") as session:
        endpoints = []
        for port in ports:
            organisation, identity = new_id(), new_id()
            endpoints.append(identity)
            session.add(_organisation(organisation))
            session.flush()
            session.add(
                Endpoint(
                    id=identity,
                    organisation_id=organisation,
                    url=f"http://127.0.0.1:{port}/hook",
                    topics=[],
                    secret_sealed=vault.seal(
                        new_signing_secret(), row=identity, field="secret"
                    ),
                    created_at=now(),
                )
            )
            session.add_all(_event(organisation) for _ in range(EVENTS_EACH))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("VACUUM ANALYZE")
    return endpoints


def _organisation(identity: UUID) -> Organisation:
    name = f"receiver {identity.hex}"
    return Organisation(
        id=identity,
        code=identity.hex,
        name=name,
        name_key=name,
        kinds=["digital_platform"],
        standing=Standing.APPROVED,
        created_at=now(),
    )


def _event(organisation: UUID) -> StoredEvent:
    voucher = new_id()
    return StoredEvent(
        topic="voucher.redeemed",
        version=1,
        occurred_at=now(),
        object_id=voucher,
        audience=[organisation],
        data={"voucher_id": str(voucher)},
    )


@contextmanager
def _receivers(dead: int) -> Iterator[list[int]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.access.receivers", str(RECEIVERS), str(dead)],
        cwd=machine.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield [int(port) for port in line.split()]
    finally:
        process.kill()
        process.wait()


@contextmanager
def _worker(url: str) -> Iterator[None]:
    """One worker process, killed at the end: what it still sends is to the dead."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"],
        cwd=machine.ROOT,
        env=os.environ
        | {
            "DATABASE_URL": url,
            "LOG_LEVEL": "ERROR",
            "ALLOW_PRIVATE_WEBHOOKS": "true",
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _wait_for(count: int, endpoints: list[UUID]) -> None:
    end_at = time.monotonic() + PATIENCE_SECONDS
    delivered = 0
    while delivered < count:
        if time.monotonic() > end_at:
            raise SystemExit(f"{delivered} webhooks of {count} were delivered.")
        time.sleep(0.5)
        with unit_of_work.unit_of_work("bench.count") as session:
            delivered = (
                session.scalar(
                    select(func.count())
                    .select_from(Delivery)
                    .where(
                        Delivery.endpoint_id.in_(endpoints),
                        Delivery.status == DeliveryStatus.DELIVERED,
                    )
                )
                or 0
            )


def _read(endpoints: list[UUID]) -> Sent:
    with unit_of_work.unit_of_work("bench.read") as session:
        rows = session.execute(
            select(Delivery.created_at, Delivery.delivered_at).where(
                Delivery.endpoint_id.in_(endpoints)
            )
        ).all()
    times: list[tuple[datetime, datetime]] = [
        (made, done) for made, done in rows if done is not None
    ]
    whole = max(done for _, done in times) - min(made for made, _ in times)
    return Sent(
        [(done - made).total_seconds() for made, done in times], whole.total_seconds()
    )
