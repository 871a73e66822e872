"""VC-02: a batch's quota, drawn and awarded by many at once, is met to the head."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from core.errors import Refusal
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.programme import Application, Award
from marketplace.programme.ledger import fund_of
from marketplace.programme.services.award import award_next
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.run_batch import close_batch
from marketplace.programme.services.select_recipients import select_recipients
from marketplace.programme.services.verify import verify_next
from tests.marketplace.programme.conftest import JAKARTA, make_applied_batch
from tests.soak import sized

pytestmark = pytest.mark.race

WORKERS = 16
QUOTA, APPLICANTS = sized(10, 100), sized(25, 500)


@pytest.fixture
def batch(committed, at):
    """A closed batch with more verified applications than places."""
    with unit_of_work("test") as session:
        batch = make_applied_batch(session, APPLICANTS, quota=QUOTA)
        close_batch(session, batch_id=batch.id, at=at)
        verify_next(session, batch_id=batch.id, at=at)
    return batch


def at_once(act):
    barrier = Barrier(WORKERS)

    def run(number):
        barrier.wait(30)
        try:
            act(number)
        except Refusal as refusal:
            return refusal.slug
        return "done"

    with ThreadPoolExecutor(WORKERS) as pool:
        return Counter(pool.map(run, range(WORKERS)))


def count(model, *conditions):
    with unit_of_work("test") as session:
        return session.scalar(
            select(func.count()).select_from(model).where(*conditions)
        )


def test_vc_02_sixteen_draws_and_awards_at_once_meet_the_quota_exactly(batch, at):
    def draw(_):
        with unit_of_work("test") as session:
            select_recipients(session, batch_id=batch.id, at=at)

    def award(_):
        while True:
            with unit_of_work("test") as session:
                if not award_next(session, batch_id=batch.id, at=at, limit=3):
                    return

    drawn = at_once(draw)
    selected = count(Application, Application.status == "selected")
    with unit_of_work("test") as session:
        decide_batch(
            session, batch_id=batch.id, decree_number="SK", at=at, zone=JAKARTA
        )
    awarded = at_once(award)

    assert drawn == {"done": 1, "batch-not-in-state": WORKERS - 1}
    assert selected == QUOTA
    assert awarded == {"done": WORKERS}
    assert count(Award) == QUOTA
    with snapshot("test") as session:
        assert balance_of(session, fund_of("normal")) == -QUOTA * 3_500_000
        assert prove(session).holds


def test_the_race_has_teeth_a_quota_read_before_it_is_filled_is_exceeded(batch):
    """One place is left; whoever counts first and selects later sees it free."""
    with unit_of_work("test") as session:
        people = session.scalars(
            select(Application.id).where(Application.batch_id == batch.id)
        ).all()[:WORKERS]
    barrier = Barrier(WORKERS)

    def naive(number):
        with unit_of_work("test") as session:
            taken = session.scalar(
                select(func.count())
                .select_from(Application)
                .where(Application.status == "selected")
            )
            barrier.wait(30)
            if taken < 1:
                session.get_one(Application, people[number]).status = "selected"

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(naive, range(WORKERS)))

    assert count(Application, Application.status == "selected") == WORKERS
