"""Keys that are made and rotated by several processes at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from core.unit_of_work import unit_of_work
from partners.oauth.token_keys import Algorithm, TokenKey
from partners.oauth.token_keys.errors import TokenKeyTooYoung
from partners.oauth.token_keys.rules import PUBLISHED_BEFORE
from partners.oauth.token_keys.services.publish import active_key
from partners.oauth.token_keys.services.rotate import rotate, rotate_due

pytestmark = pytest.mark.race

WORKERS = 8
BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)


def at_once(work):
    barrier = Barrier(WORKERS)

    def start(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(start, range(WORKERS)))


def states():
    with unit_of_work("test") as session:
        return Counter(session.scalars(select(TokenKey.state)).all())


def first_key(_):
    with unit_of_work("test") as session:
        return active_key(session, Algorithm.ES256, at=BEGINNING).kid


def test_processes_that_begin_at_once_find_one_key(committed):
    kids = at_once(first_key)

    assert len(set(kids)) == 1
    assert states() == {"active": 1, "next": 1}


def test_of_rotations_at_once_one_wins(committed):
    first_key(0)

    def rotate_once(_):
        try:
            with unit_of_work("test") as session:
                rotate(session, Algorithm.ES256, at=BEGINNING + PUBLISHED_BEFORE)
        except TokenKeyTooYoung:
            return "too young"
        return "rotated"

    outcomes = Counter(at_once(rotate_once))

    assert outcomes == {"rotated": 1, "too young": WORKERS - 1}
    assert states() == {"active": 1, "next": 1, "retired": 1}


def test_jobs_that_run_at_once_rotate_once(committed):
    first_key(0)
    period = timedelta(days=1)

    def run(_):
        with unit_of_work("test") as session:
            return len(rotate_due(session, period=period, at=BEGINNING + period))

    assert sorted(at_once(run)) == [0] * (WORKERS - 1) + [1]
    assert states() == {"active": 1, "next": 1, "retired": 1}
