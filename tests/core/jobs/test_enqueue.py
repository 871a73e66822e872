"""A job is on the queue exactly when the transaction that asked for it is committed."""

import pytest
from sqlalchemy import Engine, text

from core.jobs import enqueue, task
from core.jobs.queue import queue
from core.unit_of_work import unit_of_work


@pytest.fixture(scope="module")
def greet():
    yield task("tests.greet", retry=False)(lambda name: None)
    del queue.tasks["tests.greet"]


def waiting(session) -> list[tuple[str, dict]]:
    return [
        tuple(row)
        for row in session.execute(
            text("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        )
    ]


def test_a_job_is_enqueued_in_the_transaction_of_its_cause(session, greet):
    enqueue(session, greet, name="Ani")

    assert waiting(session) == [("tests.greet", {"name": "Ani"})]


def test_a_transaction_that_is_rolled_back_leaves_no_job(committed: Engine, greet):
    def enqueue_and_fail():
        with unit_of_work("test") as session:
            enqueue(session, greet, name="Ani")
            raise LookupError

    with pytest.raises(LookupError):
        enqueue_and_fail()

    with unit_of_work("test") as session:
        assert waiting(session) == []


def test_a_job_that_waits_already_is_not_added_and_harms_nothing(session, greet):
    enqueue(session, greet, queueing_lock="greet:1", name="Ani")
    enqueue(session, greet, queueing_lock="greet:1", name="Budi")
    enqueue(session, greet, queueing_lock="greet:2", name="Citra")

    assert [arguments["name"] for _, arguments in waiting(session)] == ["Ani", "Citra"]


def test_a_job_can_be_put_off(session, greet):
    enqueue(session, greet, schedule_in={"minutes": 5}, name="Ani")

    due = session.scalar(
        text("SELECT scheduled_at > now() + interval '4 min' FROM procrastinate_jobs")
    )
    assert due is True
