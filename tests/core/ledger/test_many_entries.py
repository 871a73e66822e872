"""Many facts in one statement are the same as one by one."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from core.audit.models import AuditEntry
from core.audit.services.record import record_many
from core.ids import new_id
from core.ledger import Account, JournalEntry, LedgerAccount
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.ledger.services.post import open_accounts
from core.ledger.services.post_many import (
    Transfer,
    open_new_accounts,
    post_transfers,
)

FUND = Account("fund:many")


@pytest.fixture
def wallets(session, at):
    accounts = [
        Account(f"wallet:{number}", guarded=True, owner_id=new_id())
        for number in range(3)
    ]
    open_accounts(session, [FUND], at=at)
    open_new_accounts(session, accounts, at=at)
    return accounts


def transfers_to(wallets, *, amount=100):
    return [Transfer(FUND, wallet, amount, f"give:{wallet.code}") for wallet in wallets]


def test_many_transfers_are_entries_of_their_own_and_move_the_balances(
    session, at, wallets
):
    """LG-01, LG-07."""
    ids = post_transfers(session, transfers_to(wallets), description="Given.", at=at)

    assert len(set(ids)) == 3
    assert [balance_of(session, wallet) for wallet in wallets] == [100, 100, 100]
    assert balance_of(session, FUND) == -300
    proof = prove(session)
    assert proof.holds
    assert (proof.entries, proof.postings) == (3, 6)


def test_a_known_reference_refuses_the_whole(session, at, wallets):
    post_transfers(session, transfers_to(wallets[:1]), description="Given.", at=at)

    with pytest.raises(DBAPIError, match="reference"), session.begin_nested():
        post_transfers(session, transfers_to(wallets), description="Given.", at=at)

    assert [balance_of(session, wallet) for wallet in wallets] == [100, 0, 0]
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == 1


def test_a_guarded_account_never_falls_below_zero(session, at, wallets):
    """LG-04."""
    post_transfers(session, transfers_to(wallets), description="Given.", at=at)
    too_much = [
        Transfer(wallets[0], FUND, 100, "back:0"),
        Transfer(wallets[1], FUND, 101, "back:1"),
    ]

    with (
        pytest.raises(DBAPIError, match="balance_not_negative"),
        session.begin_nested(),
    ):
        post_transfers(session, too_much, description="Back.", at=at)

    assert [balance_of(session, wallet) for wallet in wallets] == [100, 100, 100]
    assert prove(session).holds


@pytest.mark.parametrize("amount", [0, -1])
def test_a_transfer_moves_a_positive_amount(session, at, wallets, amount):
    with pytest.raises(ValueError, match="positive"):
        post_transfers(
            session, transfers_to(wallets, amount=amount), description="No.", at=at
        )

    assert session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def test_nothing_to_do_is_done_in_silence(session, at):
    open_new_accounts(session, [], at=at)
    record_many(session, action="a", object_type="o", object_ids=[], at=at)

    assert post_transfers(session, [], description="Nothing.", at=at) == []
    assert session.scalar(select(func.count()).select_from(LedgerAccount)) == 0


def test_an_account_that_others_may_open_is_not_opened_in_bulk(session, at):
    with pytest.raises(ValueError, match="open_accounts"):
        open_new_accounts(session, [FUND], at=at)

    assert session.scalar(select(func.count()).select_from(LedgerAccount)) == 0


def test_many_audit_lines_say_the_same_of_each_object(session, at):
    ids = [new_id(), new_id()]

    record_many(
        session,
        action="thing.moved",
        object_type="thing",
        object_ids=ids,
        at=at,
        after={"status": "moved"},
    )

    lines = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "thing.moved")
    ).all()
    assert {line.object_id for line in lines} == {str(each) for each in ids}
    assert {line.actor for line in lines} == {"system"}
    assert [line.before for line in lines] == [None, None]
    assert (
        session.scalar(
            select(func.count())
            .select_from(AuditEntry)
            .where(AuditEntry.before.is_(None), AuditEntry.after.is_not(None))
        )
        == 2
    )
