"""Keeping a copy current: the changes after 1 % changed, beside the whole set.

One platform sells 20,000 courses with two runs each; skills, an occupation and trainers
are named. Both ways are read by a client
that unpacks and parses what it gets, in turns, from the same server.
"""

import json
import random
import time
from dataclasses import dataclass
from uuid import UUID

import httpx
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

import marketplace.models  # noqa: F401 (the mappers need every table)
from bench import machine, orders_data
from bench.catalogue import feed_data
from bench.progress import step
from bench.results import Figure, Figures
from catalog.courses import Course, Offering, Schedule
from catalog.feed.queries import head_of
from catalog.feed.rules import Guard
from catalog.feed.services.relay import relay_changes
from catalog.taxonomies import Concept, Kind
from catalog.taxonomies.reading import read_taxonomies
from catalog.taxonomies.services.load import load_taxonomies
from catalog.trainers.models import ScheduleTrainer
from catalog.trainers.services.register import register_trainer
from core import unit_of_work
from core.clock import now
from core.privacy import Vault
from partners.oauth import Client, Token

COURSES = 20_000
TRAINERS = 200
CHANGED = COURSES // 100
ROUNDS = 7
SCOPES = ["catalog:read"]


@dataclass(frozen=True)
class Read:
    """What one way cost: seconds until all was parsed, and bytes on the wire."""

    seconds: float
    size: int


def measure() -> Figures:
    """Snapshot and delta in turns; how fast the relay published, on the way."""
    with machine.database("catalogue_feed") as engine:
        step(f"{COURSES:,} courses, and the relay")
        published = _fill(engine)
        step("Snapshots and deltas in turns")
        url = engine.url.render_as_string(hide_password=False)
        with (
            machine.granian(
                "wsgi:app",
                DATABASE_URL=url,
                LOG_LEVEL="WARNING",
                DATABASE_POOL_SIZE="4",
            ) as port,
            httpx.Client(
                base_url=f"http://127.0.0.1:{port}/v1/catalog",
                headers={"Authorization": f"Bearer {orders_data.token_of(0)}"},
                timeout=60,
            ) as client,
        ):
            rounds = [_round(client, number) for number in range(ROUNDS)]
    times = sorted(delta.seconds / whole.seconds for delta, whole in rounds)
    sizes = sorted(delta.size / whole.size for delta, whole in rounds)
    wholes = sorted(whole.seconds for _, whole in rounds)
    whole = rounds[0][1]
    said = f"{COURSES:,} courses, {whole.size / 2**20:.1f} MiB gzipped"
    return {
        "feed.delta_vs_snapshot": Figure(
            times[ROUNDS // 2],
            "ratio",
            ROUNDS,
            f"of the time of a snapshot: {CHANGED} changes over {said}",
        ),
        "feed.delta_vs_snapshot_bytes": Figure(
            sizes[ROUNDS // 2], "ratio", ROUNDS, "the same in bytes on the wire"
        ),
        "feed.snapshot_per_second": Figure(
            COURSES / wholes[ROUNDS // 2], "courses/s", ROUNDS, "read and parsed"
        ),
        "feed.relayed_per_second": Figure(
            published, "courses/s", COURSES, "numbered by the relay, one process"
        ),
    }


def _round(client: httpx.Client, number: int) -> tuple[Read, Read]:
    with unit_of_work.unit_of_work("bench.change") as session:
        platform = session.scalars(select(Offering.platform_id).limit(1)).one()
        before = head_of(session, platform).sequence
        ids = session.scalars(
            select(Offering.id).order_by(Offering.id).offset(number).limit(CHANGED)
        ).all()
        session.execute(
            update(Offering)
            .where(Offering.id.in_(ids))
            .values(price=1_000_000 + number)
        )
    _relay()
    delta = _read_changes(client, before)
    return delta, _read_snapshot(client)


def _read_changes(client: httpx.Client, after: int) -> Read:
    began, size, more, seen = time.perf_counter(), 0, True, 0
    while more:
        answer = client.get("/changes", params={"after": after, "limit": 1_000})
        page = answer.raise_for_status().json()
        size += answer.num_bytes_downloaded
        after, more = page["next_after"], page["has_more"]
        seen += len(page["changes"])
    if seen != CHANGED:
        raise SystemExit(f"{seen} changes were told, not {CHANGED}.")
    return Read(time.perf_counter() - began, size)


def _read_snapshot(client: httpx.Client) -> Read:
    began, items = time.perf_counter(), -1
    with client.stream("GET", "/snapshot") as answer:
        for line in answer.raise_for_status().iter_lines():
            json.loads(line)
            items += 1
        size = answer.num_bytes_downloaded
    if items != COURSES + 1:
        raise SystemExit(f"{items} courses were told, not {COURSES + 1}.")
    return Read(time.perf_counter() - began, size)


def _fill(engine: Engine) -> float:
    """The courses, and how many of them the relay published each second."""
    vault = Vault({"bench": b"d" * 32}, b"i" * 32)
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault))
    with unit_of_work.unit_of_work("bench.fill") as session:
        shop = orders_data.fill(session, 1)
        session.execute(update(Token).values(scopes=SCOPES))
        session.execute(update(Client).values(scopes=SCOPES))
        _courses(session, _rows(session, shop))
    began = time.perf_counter()
    _relay()
    seconds = time.perf_counter() - began
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("VACUUM ANALYZE")
    return COURSES / seconds


def _rows(session: Session, shop: dict[str, UUID]) -> feed_data.Rows:
    """Courses that name skills of the edition that ships, and runs with trainers."""
    load_taxonomies(session, read_taxonomies(), at=now())
    skills = session.scalars(
        select(Concept.code)
        .where(Concept.kind == Kind.ESCO_SKILL)
        .order_by(Concept.code)
    ).all()
    trainers = [
        register_trainer(
            session,
            provider_id=shop["provider"],
            values={
                "name": f"Trainer {number}",
                "public_name": f"Trainer {number}",
                "email": f"{number}@bench.example",
            },
            at=now(),
        ).id
        for number in range(TRAINERS)
    ]
    return feed_data.rows(
        COURSES, shop, random.Random(7), skills=skills, trainers=trainers
    )


def _courses(session: Session, rows: feed_data.Rows) -> None:
    session.execute(insert(Course), rows.courses)
    session.execute(insert(Schedule), rows.schedules)
    session.execute(insert(Offering), rows.offerings)
    session.execute(insert(ScheduleTrainer), rows.teaching)


def _relay() -> None:
    while True:
        with unit_of_work.unit_of_work("bench.relay") as session:
            if not relay_changes(session, guard=Guard(), at=now()):
                return
