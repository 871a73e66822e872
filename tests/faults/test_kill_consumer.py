"""kill -9 of a consumer of the catalogue feed: it ends with the server's set.

The consumer is the one that docs/rules/catalogue-feed.md shows, word for word.
"""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from catalog.courses.models import Course, CourseStatus, Offering
from catalog.feed.documents import documents_of
from catalog.feed.models import CatalogFeed, CatalogMark
from catalog.feed.rules import Guard, canonical
from catalog.feed.services.relay import relay_changes
from core.clock import now
from core.unit_of_work import unit_of_work
from partners.organisations import Kind
from tests import factories
from tests.catalog.feed.consumer import write_consumer
from tests.serving import serving
from tests.soak import sized

COURSES, KILLS = 150, sized(8, 60)
# So that the random changes are not held: that is tested by itself.
NO_GUARD = Guard(share_bps=10_000, least=10**6)


@pytest.mark.race
@pytest.mark.slow
def test_31_a_consumer_that_is_killed_at_random_ends_with_the_servers_set(
    committed, tmp_path
):
    with unit_of_work("test") as session:
        platform, bearer = _make_shop(session)
    program, copy = write_consumer(tmp_path), tmp_path / "copy.sqlite"
    over = threading.Event()
    _relay_rest()
    with serving(
        committed.url.render_as_string(hide_password=False), workers=1
    ) as server:
        changer = threading.Thread(target=_change, args=(platform, over))
        relays = threading.Thread(target=_relay, args=(over,))
        changer.start()
        relays.start()
        command = [sys.executable, str(program), server.url, bearer, str(copy)]
        killed = _kill_often(command, copy)
        over.set()
        changer.join(timeout=30)
        relays.join(timeout=30)
        _relay_rest()
        last = subprocess.run(command, capture_output=True, timeout=60)

    assert last.returncode == 0, last.stderr.decode()
    assert killed == KILLS
    with unit_of_work("test") as session:
        courses = session.scalars(select(Course.id)).all()
        documents = documents_of(session, courses, at=now())
        feed = session.get_one(CatalogFeed, platform)
    expected = {
        str(course): document
        for (owner, course), document in documents.items()
        if owner == platform
    }
    with closing(sqlite3.connect(copy)) as held:
        kept = dict(held.execute("SELECT id, course FROM courses"))
        [(reached,)] = held.execute("SELECT sequence FROM progress")
    assert {key: canonical(json.loads(item)) for key, item in kept.items()} == expected
    assert reached == feed.sequence > COURSES


@pytest.mark.race
def test_31_a_consumer_that_lost_a_row_finds_out(committed, tmp_path):
    """The race has teeth: a copy that is not the server's set is no success."""
    with unit_of_work("test") as session:
        _, bearer = _make_shop(session)
    program, copy = write_consumer(tmp_path), tmp_path / "copy.sqlite"
    _relay_rest()
    with serving(
        committed.url.render_as_string(hide_password=False), workers=1
    ) as server:
        command = [sys.executable, str(program), server.url, bearer, str(copy)]
        whole = subprocess.run(command, capture_output=True, timeout=60)
        with closing(sqlite3.connect(copy)) as held:
            [(lost,)] = held.execute("SELECT id FROM courses LIMIT 1")
            held.execute("DELETE FROM courses WHERE id = ?", (lost,))
            held.commit()
        with unit_of_work("test") as session:
            session.execute(
                update(Offering).where(Offering.course_id != UUID(lost)).values(price=1)
            )
        _relay_rest()
        broken = subprocess.run(command, capture_output=True, timeout=60)

    assert whole.returncode == 0, whole.stderr.decode()
    assert broken.returncode == 1
    assert b"This is not the server's set." in broken.stderr


def _kill_often(command, copy):
    """Kill runs at random points; how many were killed. Every third one begins without
    a copy, so that snapshots are killed too. What was not killed must have succeeded.
    """
    usual, killed, begun = _seconds(command), 0, 0
    while killed < KILLS and begun < 10 * KILLS:
        if begun % 3 == 0:
            copy.unlink(missing_ok=True)
        begun, began = begun + 1, time.monotonic()
        consumer = subprocess.Popen(command, stderr=subprocess.PIPE)
        try:
            consumer.wait(timeout=random.uniform(0.3, 0.95) * usual)
            usual = time.monotonic() - began
        except subprocess.TimeoutExpired:
            consumer.send_signal(signal.SIGKILL)
            killed += 1
        _, said = consumer.communicate(timeout=10)
        assert consumer.returncode in (0, -signal.SIGKILL), said.decode()
    return killed


def _seconds(command):
    """How long a whole run takes."""
    began = time.monotonic()
    subprocess.run(command, check=True, timeout=60)
    return time.monotonic() - began


def _make_shop(session):
    platform = factories.make_organisation(session, Kind.DIGITAL_PLATFORM)
    provider = factories.make_organisation(session)
    for _ in range(COURSES):
        course = factories.make_course(session, provider)
        factories.make_offering(session, course, platform)
        factories.make_schedule(session, course)
    client = factories.make_client(session, platform, ["catalog:read"])
    return platform.id, factories.make_token(session, client)


def _change(platform, over):
    """Reprice, rename, suspend, withdraw and list again, some of it late or undone."""
    while not over.is_set():
        try:
            with unit_of_work("test") as session:
                offering = session.scalars(
                    select(Offering)
                    .where(Offering.platform_id == platform)
                    .order_by(func.random())
                    .limit(1)
                ).one()
                course = session.get_one(Course, offering.course_id)
                _one_change(offering, course)
                session.flush()
                # The mark is written: it must not be skipped though it commits late.
                time.sleep(random.uniform(0, 0.03))
                if random.random() < 0.2:
                    raise LookupError
        except LookupError:
            continue


def _one_change(offering, course):
    act = random.randrange(4)
    if act == 0:
        offering.price = random.randrange(1_000, 900_000)
    elif act == 1:
        offering.withdrawn_at = None if offering.withdrawn_at else now()
    elif act == 2:
        course.title = f"Kursus {random.randrange(10**9)} é€"
    else:
        published = course.status == CourseStatus.PUBLISHED
        course.status = CourseStatus.SUSPENDED if published else CourseStatus.PUBLISHED


def _relay(over):
    while not over.is_set():
        _pass()
        time.sleep(0.05)


def _pass():
    with unit_of_work("test") as session:
        relay_changes(session, guard=NO_GUARD, at=now(), batch=50)


def _relay_rest():
    while True:
        with unit_of_work("test") as session:
            left = session.scalar(select(func.count()).select_from(CatalogMark))
        if not left:
            return
        _pass()
