"""Sealing anew in the background: a job for each chunk."""

import pytest
from sqlalchemy import text

from core import unit_of_work
from core.jobs.worker import run_once
from core.privacy.columns import sealed_tables
from core.privacy.services.reseal import BEGINNING
from core.privacy.tasks import OtherKey, ask_for_pass, reseal_chunk
from tests.conftest import make_settings
from tests.core.privacy.keys import (
    AFTER,
    BEFORE,
    ROTATED,
    contents,
    fill,
    jobs_of,
    rotated_sessions,
    values_under,
)


@pytest.fixture
def people(session, at):
    """Rows in every table with sealed columns, all under the old key."""
    session.info["vault"] = BEFORE
    fill(session, at)


def test_a_job_works_off_one_chunk_and_queues_the_next(session, people, monkeypatch):
    """FT-01: chunk and next job are one transaction."""
    monkeypatch.setattr(unit_of_work, "_new_session", rotated_sessions(session))

    reseal_chunk(key_id="new", table="accounts", after=str(BEGINNING))

    assert values_under(session, "new") == 2 * session.scalar(
        text("SELECT count(*) FROM accounts")
    )
    [(arguments,)] = jobs_of(session)
    assert arguments["key_id"] == "new"
    assert arguments["table"] == list(sealed_tables())[1]


def test_a_worker_with_other_keys_seals_nothing_backwards(session, people, monkeypatch):
    monkeypatch.setattr(unit_of_work, "_new_session", rotated_sessions(session))
    before = values_under(session, "old")

    with pytest.raises(OtherKey):
        reseal_chunk(key_id="newer", table="accounts", after=str(BEGINNING))

    assert values_under(session, "old") == before
    assert jobs_of(session) == []


@pytest.mark.slow
def test_workers_go_on_from_job_to_job_until_all_is_sealed_anew(committed, issuer, at):
    unit_of_work.configure(unit_of_work.make_sessions(committed, BEFORE, issuer))
    with unit_of_work.unit_of_work("t") as session:
        fill(session, at)
        before = contents(session, BEFORE)
    unit_of_work.configure(unit_of_work.make_sessions(committed, ROTATED, issuer))
    with unit_of_work.unit_of_work("t") as session:
        ask_for_pass(session)

    settings = make_settings(committed.url.render_as_string(hide_password=False))
    # It stops when nothing waits, which is so while a job has not left its successor.
    for _ in sealed_tables():
        run_once(settings)

    with unit_of_work.unit_of_work("t") as session:
        # What a worker's own rounds added meanwhile is under the new key at once.
        assert before.items() <= contents(session, AFTER).items()
        assert jobs_of(session) == []
