"""Workers that meet over one run, and a sanction that ends under it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.events.models import StoredEvent
from core.unit_of_work import unit_of_work
from marketplace.consequences.models import Direction, Run
from marketplace.consequences.services.start import start_run
from marketplace.consequences.services.work import take_step
from marketplace.transfers.models import Transfer
from partners.standing import Sanction, State
from partners.standing.queries import find_sanction
from partners.standing.services.begin import finish
from tests.factories import make_sanction
from tests.marketplace.standing.conftest import make_class

pytestmark = pytest.mark.race

LEARNERS, WORKERS = 12, 6


@pytest.fixture
def begun(committed):
    """A sanction in force, its run, and its learners; committed."""
    with unit_of_work("test") as session:
        running = make_class(session)
        for _ in range(LEARNERS):
            running.enrol()
        sanction = make_sanction(session, running.institution)
        run_id = run_of(session, sanction, Direction.APPLY)
    return sanction.id, run_id


def run_of(session, sanction, direction):
    event = SimpleNamespace(sanction_id=sanction.id, occurred_at=now())
    return start_run(session, event, direction)


def finish_off(run_id) -> None:
    more = True
    while more:
        with unit_of_work("test") as session:
            more = take_step(session, run_id, at=now(), batch=3)


def counts():
    with unit_of_work("test") as session:
        listed = session.scalar(select(func.count()).select_from(Transfer))
        events = session.scalar(
            select(func.count()).where(StoredEvent.topic == "voucher.transfer_needed")
        )
        left = session.scalar(select(func.count()).where(Transfer.state == "open"))
    return listed, events, left


def test_many_workers_list_every_learner_once(begun):
    _, run_id = begun
    barrier = Barrier(WORKERS)

    def work(_: int) -> None:
        barrier.wait()
        finish_off(run_id)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))

    assert counts() == (LEARNERS, LEARNERS, LEARNERS)
    with unit_of_work("test") as session:
        assert session.get_one(Run, run_id).learners == LEARNERS


def test_a_sanction_that_ends_while_learners_are_listed_leaves_none_open(begun):
    sanction_id, run_id = begun
    barrier = Barrier(2)

    def end() -> None:
        barrier.wait()
        with unit_of_work("test") as session:
            sanction = find_sanction(session, sanction_id, lock=True)
            finish(session, sanction, State.LIFTED, at=now())
        with unit_of_work("test") as session:
            undo = session.scalars(
                select(Run.id).where(Run.direction == Direction.UNDO)
            ).one()
        finish_off(undo)

    def apply() -> None:
        barrier.wait()
        finish_off(run_id)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(apply), pool.submit(end)]:
            done.result()

    assert counts()[2] == 0
    with unit_of_work("test") as session:
        assert session.get_one(Sanction, sanction_id).state == State.LIFTED
        assert (
            session.scalar(select(func.count()).where(Run.finished_at.is_(None))) == 0
        )


def test_a_worker_that_dies_in_a_step_leaves_it_undone(begun):
    _, run_id = begun

    class Killed(BaseException):
        pass

    def die_in_the_step() -> None:
        with unit_of_work("test") as session:
            take_step(session, run_id, at=now(), batch=3)
            raise Killed

    with unit_of_work("test") as session:
        take_step(session, run_id, at=now())
    with unit_of_work("test") as session:
        take_step(session, run_id, at=now())
    with pytest.raises(Killed):
        die_in_the_step()
    assert counts() == (0, 0, 0)
    finish_off(run_id)

    assert counts() == (LEARNERS, LEARNERS, LEARNERS)
