"""A worker that is killed in the middle of a decision's awards (FT-01)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.events import StoredEvent
from core.ledger.proof import prove
from core.unit_of_work import snapshot, unit_of_work
from marketplace.programme import Award, Batch
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.tasks import award_batch
from tests.factories import make_application, make_batch, make_participant
from tests.marketplace.programme.conftest import JAKARTA

ROOT = Path(__file__).parents[3]
APPLICANTS = 150


def awards_made() -> int:
    with unit_of_work("test") as session:
        return session.scalar(select(func.count()).select_from(Award))


def make_decided(at) -> Batch:
    with unit_of_work("test") as session:
        batch = make_batch(session, status="selected", quota=APPLICANTS)
        for _ in range(APPLICANTS):
            person = make_participant(session)
            make_application(session, batch, person, status="selected")
        return decide_batch(
            session, batch_id=batch.id, decree_number="SK", at=at, zone=JAKARTA
        )


def award_until(database_url: str, batch: Batch, least: int) -> None:
    """Start a worker, and kill it without warning once it made some awards."""
    worker = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("awarding.py")), str(batch.id)],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "MARKETPLACE_ENV": "test",
            "DATABASE_URL": database_url,
            "LOG_LEVEL": "WARNING",
        },
        stdout=subprocess.PIPE,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        patience = time.monotonic() + 30
        while awards_made() < least and time.monotonic() < patience:
            time.sleep(0.005)
    finally:
        worker.kill()
        worker.communicate()


@pytest.mark.race
@pytest.mark.slow
def test_a_killed_worker_leaves_whole_chunks_and_another_goes_on(committed, at):
    """FT-01, LG-01: every award has its entry, event and balance, none twice."""
    batch = make_decided(at)
    address = committed.url.render_as_string(hide_password=False)

    award_until(address, batch, least=30)
    interrupted = awards_made()
    award_batch(str(batch.id))

    assert 30 <= interrupted <= APPLICANTS
    assert interrupted % 5 == 0
    assert awards_made() == APPLICANTS
    with snapshot("test") as session:
        proof = prove(session)
        events = session.scalar(
            select(func.count())
            .select_from(StoredEvent)
            .where(StoredEvent.topic == "award.granted")
        )
    assert proof.holds
    assert (proof.entries, events) == (APPLICANTS, APPLICANTS)
