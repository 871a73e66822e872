"""The books: entries balance, never change, and guarded accounts never overdraw."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import audit
from core.ledger import (
    Account,
    BalanceExceeded,
    Line,
    post_entry,
    post_transfer,
    reverse_entry,
)
from core.ledger.proof import prove
from core.ledger.queries import balance_of, sum_of
from core.ledger.services.post import open_accounts

FUND = Account("fund:test")
OUTSTANDING = Account("outstanding:test")


@pytest.fixture
def wallet(session: Session, at: datetime) -> Account:
    """A guarded account that holds 1,000."""
    account = Account(f"wallet:{uuid4()}", guarded=True)
    open_accounts(session, [account], at=at)
    _move(session, FUND, account, 1_000, at)
    return account


def _move(
    session: Session, source: Account, target: Account, amount: int, at: datetime
) -> Any:
    return post_transfer(
        session,
        debit=source,
        credit=target,
        amount=amount,
        reference=f"test:{uuid4()}",
        description="A test moves money.",
        at=at,
    )


def test_a_transfer_moves_money_and_the_books_hold(session, wallet, at):
    _move(session, wallet, OUTSTANDING, 400, at)

    assert balance_of(session, wallet) == 600
    assert sum_of(session, wallet.id) == 600
    assert balance_of(session, OUTSTANDING) == 400
    assert prove(session).holds


def test_lg_04_a_guarded_account_never_goes_below_zero(session, wallet, at):
    with pytest.raises(BalanceExceeded):
        _move(session, wallet, OUTSTANDING, 1_001, at)

    assert balance_of(session, wallet) == 1_000


def test_lg_04_the_database_refuses_an_overdraft_on_its_own(session, wallet, at):
    other = Account("any:test")
    open_accounts(session, [other], at=at)

    with pytest.raises(DBAPIError, match="balance_not_negative"):
        _raw_entry(session, [(wallet.id, 1_001), (other.id, -1_001)], at)


def test_lg_01_an_entry_that_does_not_sum_to_zero_cannot_be_committed(
    session, wallet, at
):
    _raw_entry(session, [(wallet.id, 5)], at, savepoint=False)

    with pytest.raises(DBAPIError, match="does not sum to zero"):
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.rollback()


def test_lg_01_an_entry_without_postings_cannot_be_committed(session, at):
    _raw_entry(session, [], at, savepoint=False)

    with pytest.raises(DBAPIError, match="has no postings"):
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.rollback()


@pytest.mark.parametrize(
    ("table", "column"),
    [("journal_entries", "id"), ("postings", "amount"), ("audit_entries", "id")],
)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
    ],
)
def test_lg_02_the_books_and_the_audit_trail_are_never_changed(
    session, wallet, at, table, column, statement
):
    audit.record(session, action="t", object_type="t", object_id="1", at=at)
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))

    with (
        pytest.raises(DBAPIError, match="append-only"),
        session.begin_nested(),
    ):
        session.execute(text(statement.format(table=table, column=column)))


def test_a_stored_balance_cannot_be_written_by_hand(session, wallet):
    with (
        pytest.raises(DBAPIError, match="by postings only"),
        session.begin_nested(),
    ):
        session.execute(
            text("UPDATE ledger_accounts SET balance = 5 WHERE id = :id"),
            {"id": wallet.id},
        )

    assert balance_of(session, wallet) == 1_000


def test_lg_02_a_reversal_restores_every_balance_and_is_linked(session, wallet, at):
    entry = _move(session, wallet, OUTSTANDING, 400, at)

    reversal = reverse_entry(
        session, entry_id=entry, reference="undo:1", description="Undo.", at=at
    )

    assert balance_of(session, wallet) == 1_000
    assert balance_of(session, OUTSTANDING) == 0
    linked = session.scalar(
        text("SELECT reverses_id FROM journal_entries WHERE id = :id"), {"id": reversal}
    )
    assert linked == entry


def test_the_same_fact_cannot_be_booked_twice(session, wallet, at):
    lines = [Line(wallet, 10), Line(OUTSTANDING, -10)]
    post_entry(session, lines, reference="fact:1", description="Once.", at=at)

    with (
        pytest.raises(DBAPIError, match="uq_journal_entries_reference"),
        session.begin_nested(),
    ):
        post_entry(session, lines, reference="fact:1", description="Twice.", at=at)

    assert balance_of(session, wallet) == 990


def test_lg_07_a_balance_can_be_rebuilt_as_of_an_instant(session, wallet, at):
    later = at.replace(hour=5)
    _move(session, wallet, OUTSTANDING, 250, later)

    assert sum_of(session, wallet.id, as_of=at) == 1_000
    assert sum_of(session, wallet.id, as_of=later) == 750


def test_the_proof_names_a_balance_that_was_tampered_with(session, wallet):
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(
        text("UPDATE ledger_accounts SET balance = 7 WHERE id = :id"), {"id": wallet.id}
    )

    proof = prove(session)

    assert not proof.holds
    assert proof.drifted_accounts == [wallet.code]


def _raw_entry(
    session: Session, legs: list[Any], at: datetime, *, savepoint: bool = True
) -> None:
    """Write an entry past the service, as a hand on the database would."""
    entry = uuid4()

    def write() -> None:
        session.execute(
            text(
                "INSERT INTO journal_entries (id, reference, description, effective_at,"
                " recorded_at) VALUES (:id, :ref, 'raw', :at, :at)"
            ),
            {"id": entry, "ref": str(entry), "at": at},
        )
        for account_id, amount in legs:
            session.execute(
                text(
                    "INSERT INTO postings (entry_id, account_id, currency, amount)"
                    " VALUES (:entry, :account, 'IDR', :amount)"
                ),
                {"entry": entry, "account": account_id, "amount": amount},
            )

    if not savepoint:
        write()
        return
    with session.begin_nested():
        write()
