"""Money is neither made nor lost: under threads (LG-03), under any entries (LG-01)."""

import random
import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ledger import (
    Account,
    BalanceExceeded,
    Line,
    post_entry,
    post_transfer,
    reverse_entry,
)
from core.ledger.models import LedgerAccount
from core.ledger.proof import prove
from core.ledger.queries import sum_of
from core.ledger.services.post import open_accounts
from core.unit_of_work import reading, retrying, snapshot, unit_of_work
from tests.soak import sized

FUND = Account("fund:bank")
STORED_BALANCES = select(LedgerAccount.balance).where(
    LedgerAccount.balance.is_not(None)
)
THREADS, SECONDS, EACH = 16, sized(3, 60), 1_000


@pytest.mark.race
@pytest.mark.slow
def test_lg_03_the_total_is_constant_in_every_snapshot(committed, at):
    """Sixteen threads move random amounts between ten guarded wallets; a reader looks
    at the whole bank again and again, at each isolation that we use, and the books are
    proved while it is open."""
    wallets = [Account(f"wallet:{number}", guarded=True) for number in range(10)]
    with unit_of_work("open") as session:
        open_accounts(session, wallets, at=at)
        for wallet in wallets:
            _move(session, FUND, wallet, EACH, at)
    end_at = time.monotonic() + SECONDS
    errors: list[BaseException] = []
    moved, refused = [], []

    def customer(seed: int) -> None:
        dice = random.Random(seed)
        try:
            while time.monotonic() < end_at:
                source, target = dice.sample(wallets, 2)
                amount = dice.randint(1, EACH)
                try:
                    retrying(lambda s=source, t=target, a=amount: _pay(s, t, a, at))
                    moved.append(amount)
                except BalanceExceeded:
                    refused.append(amount)
        except BaseException as error:  # shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=customer, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    looks = 0
    while any(thread.is_alive() for thread in threads):
        for look in (snapshot, reading, unit_of_work):
            with look("look") as session:
                balances = session.scalars(STORED_BALANCES).all()
            assert sum(balances) == EACH * len(wallets)
            assert min(balances) >= 0
        with snapshot("prove") as session:
            assert prove(session).holds
        looks += 1
    for thread in threads:
        thread.join()

    assert errors == []
    assert looks >= 5
    assert len(moved) >= 50
    assert refused
    with snapshot("end") as session:
        result = prove(session)
    assert result.holds
    assert result.entries == len(moved) + len(wallets)


def _pay(source: Account, target: Account, amount: int, at: datetime) -> None:
    with unit_of_work("pay") as session:
        _move(session, source, target, amount, at)


def _move(
    session: Session, source: Account, target: Account, amount: int, at: datetime
) -> None:
    post_transfer(
        session,
        debit=source,
        credit=target,
        amount=amount,
        reference=f"bank:{uuid4()}",
        description="A test moves money.",
        at=at,
    )


legs = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(-(10**12), 10**12)),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(legs, min_size=1, max_size=5))
def test_lg_01_postings_sum_to_zero_and_reversals_restore(session, at, entries):
    """Whatever is posted: the total is zero, and reversing all restores every sum."""
    run = uuid4()
    accounts = {letter: Account(f"{letter}:{run}") for letter in "abcdez"}
    booked = []
    for entry in entries:
        lines = [Line(accounts[letter], amount) for letter, amount in entry if amount]
        rest = sum(line.amount for line in lines)
        if rest:
            lines.append(Line(accounts["z"], -rest))
        if not lines:
            continue
        booked.append(_book(session, lines, at))

    sums = {letter: sum_of(session, account.id) for letter, account in accounts.items()}
    for entry_id in booked:
        reverse_entry(
            session,
            entry_id=entry_id,
            reference=f"reversal:{entry_id}",
            description="A test takes it back.",
            at=at,
        )
    restored = [sum_of(session, account.id) for account in accounts.values()]

    assert sum(sums.values()) == 0
    assert restored == [0] * len(accounts)
    assert prove(session).holds


def _book(session: Session, lines: list[Line], at: datetime):
    return post_entry(
        session,
        lines,
        reference=f"property:{uuid4()}",
        description="A test books an entry.",
        at=at,
    )


@given(legs)
def test_lg_01_an_entry_that_does_not_sum_to_zero_is_refused(entry):
    lines = [Line(Account(letter), amount) for letter, amount in entry]
    lines.append(Line(Account("z"), 1 - sum(line.amount for line in lines)))

    with pytest.raises(ValueError, match="sum to zero"):
        post_entry(
            None,  # the entry is refused before the session is used
            lines,
            reference="x",
            description="x",
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
