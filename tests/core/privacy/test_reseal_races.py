"""Sealing anew while people work, and dying on the way: committed rows."""

import threading

import pytest
from sqlalchemy import text

from core import unit_of_work
from core.ids import new_id
from core.privacy.services.reseal import Place, reseal
from core.privacy.tasks import reseal_pass
from partners.webhooks.services.endpoints import rotate_secret, secrets_of
from tests.core.privacy.keys import AFTER, BEFORE, ROTATED, contents, fill, values_under
from tests.factories import make_account, make_organisation
from tests.partners.webhooks.receiving import SECRET, make_endpoint


def test_a_pass_that_is_killed_leaves_whole_chunks_and_the_next_completes(
    committed, issuer, at
):
    """PD-01, FT-01."""
    make_database_under_old_key(committed, issuer, at)
    unit_of_work.configure(unit_of_work.make_sessions(committed, ROTATED, issuer))
    with unit_of_work.unit_of_work("t") as session:
        before = contents(session, ROTATED)

    chunks = reseal_pass(limit=1)
    next(chunks)
    chunks.close()
    with pytest.raises(Killed):
        reseal_and_die(Place("vouchers"))

    with unit_of_work.unit_of_work("t") as session:
        assert values_under(session, "new") == 2
        assert contents(session, ROTATED) == before
    for _ in reseal_pass():
        pass
    with unit_of_work.unit_of_work("t") as session:
        assert contents(session, AFTER) == before


class Killed(Exception):
    """What stands for the death of a process."""


def reseal_and_die(place):
    with unit_of_work.unit_of_work("t") as session:
        assert reseal(session, place, limit=10).resealed > 0
        raise Killed


def make_database_under_old_key(engine, issuer, at):
    unit_of_work.configure(unit_of_work.make_sessions(engine, BEFORE, issuer))
    with unit_of_work.unit_of_work("t") as session:
        fill(session, at)


def test_a_row_that_somebody_is_changing_is_passed_over_and_not_overwritten(
    committed, issuer, at
):
    unit_of_work.configure(unit_of_work.make_sessions(committed, BEFORE, issuer))
    with unit_of_work.unit_of_work("t") as session:
        endpoint = make_endpoint(session, make_organisation(session))
    unit_of_work.configure(unit_of_work.make_sessions(committed, ROTATED, issuer))

    with unit_of_work.unit_of_work("t") as writer:
        fresh = rotate_secret(
            writer, endpoint.id, organisation_id=endpoint.organisation_id, at=at
        )
        writer.flush()
        first = sum(chunk.resealed for chunk in reseal_pass())
    second = sum(chunk.resealed for chunk in reseal_pass())

    with unit_of_work.unit_of_work("t") as session:
        session.info["vault"] = AFTER
        stored = session.get_one(type(endpoint), endpoint.id)
        assert (first, second) == (0, 1)
        assert secrets_of(session, stored, at=at) == [fresh.secret, SECRET]


@pytest.mark.race
def test_passes_and_writers_at_once_lose_nothing(committed, issuer, at):
    unit_of_work.configure(unit_of_work.make_sessions(committed, BEFORE, issuer))
    with unit_of_work.unit_of_work("t") as session:
        organisation = make_organisation(session)
        endpoints = [make_endpoint(session, organisation) for _ in range(12)]
    unit_of_work.configure(unit_of_work.make_sessions(committed, ROTATED, issuer))
    newest, resealed = {}, []
    start = threading.Barrier(4)

    def write(mine):
        start.wait()
        for endpoint in mine:
            with unit_of_work.unit_of_work("t") as session:
                shown = rotate_secret(
                    session, endpoint.id, organisation_id=organisation.id, at=at
                )
            newest[endpoint.id] = shown.secret

    def rotate():
        start.wait()
        resealed.append(sum(chunk.resealed for chunk in reseal_pass(limit=3)))

    threads = [threading.Thread(target=write, args=(endpoints[i::2],)) for i in (0, 1)]
    threads += [threading.Thread(target=rotate) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in reseal_pass():
        pass

    with unit_of_work.unit_of_work("t") as session:
        session.info["vault"] = AFTER
        for endpoint in endpoints:
            stored = session.get_one(type(endpoint), endpoint.id)
            expected = [newest[endpoint.id], SECRET]
            assert secrets_of(session, stored, at=at) == expected
    assert len(newest) == 12
    assert len(resealed) == 2


def test_who_refers_to_a_row_does_not_wait_for_its_resealing(committed, issuer, at):
    """A sign-in adds a session that refers to the account."""
    unit_of_work.configure(unit_of_work.make_sessions(committed, BEFORE, issuer))
    with unit_of_work.unit_of_work("t") as session:
        account = make_account(session)
    unit_of_work.configure(unit_of_work.make_sessions(committed, ROTATED, issuer))

    with unit_of_work.unit_of_work("t") as resealing:
        reseal(resealing, Place("accounts"), limit=10)
        with unit_of_work.unit_of_work("t") as session:
            session.execute(text("SET LOCAL lock_timeout = '100ms'"))
            session.execute(
                text(
                    "INSERT INTO browser_sessions"
                    " (id, account_id, secret_hash, created_at, last_seen_at,"
                    " expires_at) VALUES (:id, :account, '\\x00', now(), now(), now())"
                ),
                {"id": new_id(), "account": account.id},
            )

    with unit_of_work.unit_of_work("t") as session:
        assert session.scalar(text("SELECT count(*) FROM browser_sessions")) == 1
