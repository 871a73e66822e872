"""A confirmation that dies on the way: money, seat and voucher are all moved, or all as
before (FT-01)."""

import signal

import pytest
from sqlalchemy import event, select, text

from core.unit_of_work import snapshot, unit_of_work
from marketplace.transfers.models import Transfer, TransferState
from tests.marketplace.mortal import mortal, retry
from tests.marketplace.transfers.conftest import own_token
from tests.marketplace.transfers.crowd import Crowd

__all__ = ["mortal"]

pytestmark = pytest.mark.race

# What a confirmation writes; of each table every row is compared.
WRITTEN = (
    *("orders", "vouchers", "schedules", "awards", "learner_transfers"),
    *("ledger_accounts", "journal_entries", "postings"),
    *("events", "audit_entries", "mails"),
)
# Some steps of about a hundred: each is a process that is really killed.
FATAL = range(1, 90, 17)


class Fault(Exception):
    """The machine is gone."""


def everything(committed):
    """One number for all that is written."""
    each = " UNION ALL ".join(
        f"SELECT '{name}' || coalesce(string_agg(t::text, '|' ORDER BY t::text), '')"
        f" AS rows FROM {name} t"
        for name in WRITTEN
    )
    with committed.connect() as connection:
        return connection.execute(
            text(f"SELECT md5(string_agg(rows, '|')) FROM ({each}) AS all_of_it")
        ).scalar_one()


def the_transfer():
    with snapshot("test") as session:
        return session.scalars(select(Transfer)).one()


def test_ft_01_a_fault_at_any_statement_or_the_commit_leaves_all_as_it_was(committed):
    crowd = Crowd(1, free=[9])
    before, left = everything(committed), 0
    taken, fatal = 0, 1

    def step(*_):
        nonlocal taken
        taken += 1
        if taken == fatal:
            raise Fault

    for moment in ("before_cursor_execute", "commit"):
        event.listen(committed, moment, step)
    try:
        while True:
            taken = 0
            try:
                crowd.moving(0)()
            except Fault:
                assert everything(committed) == before, f"at step {fatal}"
                fatal, left = fatal + 1, left + 1
            else:
                break
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(committed, moment, step)

    assert left > 30
    assert everything(committed) != before
    assert the_transfer().state == TransferState.MOVED
    crowd.nobody_is_left_with_neither()


def test_ft_01_killed_on_the_way_it_is_whole_or_not_there_and_the_retry_finds_it(
    app, committed, mortal
):
    crowd = Crowd(1, free=[9])
    with unit_of_work("test") as session:
        token = own_token(session, crowd.shops[0].account)
    [chosen] = crowd.choices[0]
    request = {
        "path": "/v1/me/transfers/confirmation",
        "body": {
            "transfer_id": str(chosen.transfer_id),
            "replacement_id": str(chosen.id),
            "price": {"amount": chosen.price, "currency": "IDR"},
        },
        "token": token,
        "key": "one-key",
    }
    before = everything(committed)

    for fatal in FATAL:
        assert mortal.send(**request, fatal=fatal) == signal.SIGKILL
        assert everything(committed) == before
    assert mortal.send(**request, fatal=0) == signal.SIGKILL
    after = everything(committed)
    answer = retry(app, **request)

    assert the_transfer().state == TransferState.MOVED
    assert (answer.status_code, answer.json["state"]) == (200, "moved")
    assert answer.headers["Idempotent-Replayed"] == "true"
    assert everything(committed) == after
    crowd.nobody_is_left_with_neither()
