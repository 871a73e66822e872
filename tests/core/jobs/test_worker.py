"""Workers run what is enqueued, retry what fails, and take over from the dead."""

import pytest
from sqlalchemy import Engine, text

from core.jobs import enqueue, task
from core.jobs.queue import queue
from core.jobs.worker import run_once
from core.unit_of_work import unit_of_work
from tests.conftest import make_settings


@pytest.fixture
def settings_of(committed: Engine):
    return make_settings(committed.url.render_as_string(hide_password=False))


@pytest.fixture
def heard():
    """What the task `tests.hear` was told; every word "fail" makes it fail."""
    words = []

    def hear(word):
        words.append(word)
        if word == "fail":
            raise RuntimeError(word)

    words_task = task("tests.hear")(hear)
    yield words, words_task
    del queue.tasks["tests.hear"]


def jobs(session) -> list[tuple[str, str, int]]:
    """Jobs of these tests; the periodic ones of the tick are not looked at."""
    return [
        tuple(row)
        for row in session.execute(
            text(
                "SELECT task_name, status::text, attempts FROM procrastinate_jobs"
                " WHERE task_name LIKE 'tests.%' ORDER BY id"
            )
        )
    ]


def test_a_worker_runs_what_waits_and_forgets_what_succeeded(settings_of, heard):
    words, hear = heard
    with unit_of_work("test") as session:
        enqueue(session, hear, word="hello")

    run_once(settings_of)

    assert words == ["hello"]
    with unit_of_work("test") as session:
        assert jobs(session) == []


def test_a_job_that_fails_waits_to_be_tried_again(settings_of, heard):
    words, hear = heard
    with unit_of_work("test") as session:
        enqueue(session, hear, word="fail")

    run_once(settings_of)

    assert words == ["fail"]
    with unit_of_work("test") as session:
        assert jobs(session) == [("tests.hear", "todo", 1)]


def test_a_job_can_enqueue_another_in_its_own_transaction(settings_of, heard):
    words, hear = heard

    def pass_on():
        with unit_of_work("test") as session:
            enqueue(session, hear, word="passed on")

    try:
        passing = task("tests.pass_on")(pass_on)
        with unit_of_work("test") as session:
            enqueue(session, passing)

        run_once(settings_of)
        run_once(settings_of)
    finally:
        del queue.tasks["tests.pass_on"]

    assert words == ["passed on"]


def test_the_job_of_a_dead_worker_is_taken_over(settings_of, heard):
    """FT-01: a worker that was killed leaves its job `doing`."""
    words, hear = heard
    with unit_of_work("test") as session:
        enqueue(session, hear, word="hello")
        _die_with_all_jobs(session)
        enqueue(session, queue.tasks["jobs.rescue_stalled"], timestamp=0)

    run_once(settings_of)
    run_once(settings_of)

    assert words == ["hello"]


def test_a_dead_job_whose_successor_waits_is_dropped(settings_of, heard):
    words, hear = heard
    with unit_of_work("test") as session:
        enqueue(session, hear, queueing_lock="once", word="first")
        _die_with_all_jobs(session)
        enqueue(
            session,
            hear,
            queueing_lock="once",
            schedule_in={"hours": 1},
            word="second",
        )
        enqueue(session, queue.tasks["jobs.rescue_stalled"], timestamp=0)

    run_once(settings_of)

    assert words == []
    with unit_of_work("test") as session:
        assert jobs(session) == [("tests.hear", "todo", 0)]


def _die_with_all_jobs(session) -> None:
    session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
