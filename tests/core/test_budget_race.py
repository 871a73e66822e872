"""A budget that is checked by adding up what was spent, by sixteen workers (LG-08).

Read committed lets all of them see the same sum. Serializable transactions, retried as
the database asks, hold; and what could not get through is told so, never half done.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from core import unit_of_work as units
from core.errors import Busy
from core.unit_of_work import retrying, unit_of_work
from tests.soak import sized

pytestmark = pytest.mark.race

WORKERS = 16
BUDGET = 50_000
TIMES = sized(10, 50)


@pytest.fixture
def serializable(committed, vault) -> Iterator[Counter[str]]:
    """Units of work at SERIALIZABLE; counts the database's errors by their code."""
    engine = create_engine(
        committed.url, isolation_level="SERIALIZABLE", pool_size=WORKERS
    )
    errors: Counter[str] = Counter()

    @event.listens_for(engine, "handle_error")
    def count(context) -> None:
        errors[context.original_exception.sqlstate] += 1

    units.configure(units.make_sessions(engine, vault))
    yield errors
    engine.dispose()


def spent(session: Session) -> int:
    return session.scalar(text("SELECT coalesce(sum(amount), 0) FROM spendings"))


def spend(session: Session, amount: int) -> None:
    session.execute(text("INSERT INTO spendings VALUES (:a)"), {"a": amount})


def make_budget() -> None:
    with unit_of_work("test") as session:
        session.execute(text("CREATE TABLE spendings (amount bigint)"))


def total() -> int:
    with unit_of_work("test") as session:
        return spent(session)


def at_once(act: Callable[[int], str]) -> Counter[str]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return Counter(pool.map(act, range(WORKERS)))


def test_lg_08_serializable_workers_spend_the_budget_and_no_more(serializable):
    make_budget()
    given_up = []

    def work(seed: int) -> str:
        dice = random.Random(seed)
        for _ in range(TIMES):
            amount = dice.randint(1, 20) * 100
            while True:
                try:
                    retrying(lambda a=amount: _spend_if_left(a))
                    break
                except Busy:
                    given_up.append(amount)
        return "done"

    outcomes = at_once(work)

    assert outcomes == {"done": WORKERS}
    assert BUDGET - 2_000 < total() <= BUDGET
    assert set(serializable) == {"40001"}
    assert serializable["40001"] > 0


def _spend_if_left(amount: int) -> None:
    with unit_of_work("test") as session:
        if spent(session) + amount <= BUDGET:
            spend(session, amount)


def test_lg_08_who_never_gets_through_is_told_and_changed_nothing(serializable):
    """Each attempt is made to fail by another transaction that commits in between."""
    make_budget()
    attempts = []

    def operation() -> None:
        with unit_of_work("slow") as session:
            spent(session)
            with unit_of_work("quick") as other:
                spent(other)
                spend(other, 1)
            attempts.append(1)
            spend(session, 1_000)

    with pytest.raises(Busy):
        retrying(operation)

    assert len(attempts) == units.ATTEMPTS
    assert total() == len(attempts)


def test_the_race_has_teeth_at_read_committed_the_budget_is_overspent(committed):
    make_budget()
    barrier = threading.Barrier(WORKERS)

    def naive(_: int) -> str:
        with unit_of_work("test") as session:
            fits = spent(session) + BUDGET <= BUDGET
            barrier.wait(10)
            if fits:
                spend(session, BUDGET)
        return "done"

    at_once(naive)

    assert total() == WORKERS * BUDGET
