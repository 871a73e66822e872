"""One transaction; run again when the database asks for it, then "busy" (LG-08)."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core import unit_of_work as units
from core.database import make_engine
from core.errors import Busy
from core.unit_of_work import retrying, snapshot, sqlstate, unit_of_work


class OfPostgres(Exception):
    def __init__(self, state: str) -> None:
        self.sqlstate = state


def failing(state: str, times: int):
    """An operation that the database refuses with `state` so many times."""
    runs = []

    def operation() -> str:
        runs.append(1)
        if len(runs) <= times:
            raise DBAPIError("", None, OfPostgres(state))
        return "done"

    return operation, runs


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(units.time, "sleep", lambda _: None)


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_an_operation_runs_again_until_the_database_lets_it(state):
    operation, runs = failing(state, times=4)

    assert retrying(operation) == "done"
    assert len(runs) == 5


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_after_five_runs_the_answer_is_busy(state):
    operation, runs = failing(state, times=9)

    with pytest.raises(Busy):
        retrying(operation)

    assert len(runs) == 5


def test_any_other_error_of_the_database_is_not_repeated():
    operation, runs = failing("23505", times=1)

    with pytest.raises(DBAPIError):
        retrying(operation)

    assert len(runs) == 1


def test_leaving_the_block_commits_and_an_exception_rolls_back(committed):
    def fail():
        with unit_of_work("test") as session:
            session.execute(text("INSERT INTO numbers VALUES (2)"))
            raise LookupError

    with unit_of_work("test") as session:
        session.execute(text("CREATE TABLE numbers (n int)"))
        session.execute(text("INSERT INTO numbers VALUES (1)"))

    with pytest.raises(LookupError):
        fail()

    with unit_of_work("test") as session:
        assert session.scalars(text("SELECT n FROM numbers")).all() == [1]


def test_a_snapshot_sees_one_instant_and_writes_nothing(committed):
    with unit_of_work("test") as session:
        session.execute(text("CREATE TABLE numbers (n int)"))

    def write():
        with snapshot("test") as session:
            session.execute(text("INSERT INTO numbers VALUES (1)"))

    with snapshot("test") as view:
        view.execute(text("SELECT count(*) FROM numbers"))
        with unit_of_work("other") as session:
            session.execute(text("INSERT INTO numbers VALUES (1)"))
        seen = view.scalar(text("SELECT count(*) FROM numbers"))

    assert seen == 0
    with pytest.raises(DBAPIError) as refusal:
        write()
    assert sqlstate(refusal.value) == "25006"


@pytest.mark.race
def test_deadlocks_are_retried_until_both_are_through(committed):
    """LG-08: two transactions lock the same two rows in opposite order."""
    with unit_of_work("test") as session:
        session.execute(text("CREATE TABLE numbers (id int PRIMARY KEY, n int)"))
        session.execute(text("INSERT INTO numbers VALUES (1, 0), (2, 0)"))
    meet = threading.Barrier(2)
    errors = []

    def add_to_both(first: int, second: int) -> None:
        met = []

        def operation() -> None:
            with unit_of_work("test") as session:
                add(session, first)
                if not met:
                    met.append(1)
                    meet.wait(10)
                add(session, second)

        try:
            retrying(operation)
        except Exception as error:  # seen by the assertion below
            errors.append(error)

    def add(session, row: int) -> None:
        session.execute(
            text("UPDATE numbers SET n = n + 1 WHERE id = :row"), {"row": row}
        )

    threads = [
        threading.Thread(target=add_to_both, args=pair) for pair in ((1, 2), (2, 1))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with unit_of_work("test") as session:
        assert session.scalars(text("SELECT n FROM numbers")).all() == [2, 2]
    assert errors == []


def test_sc_05_no_statement_runs_for_more_than_thirty_seconds(settings):
    """Nor waits for another's lock for more than ten: the server ends it."""
    engine = make_engine(settings)

    with engine.connect() as connection:
        bounds = [
            connection.scalar(text(f"SHOW {name}_timeout"))
            for name in ("statement", "lock")
        ]
    engine.dispose()

    assert bounds == ["30s", "10s"]
