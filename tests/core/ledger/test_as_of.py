"""Past balances can be rebuilt, and stored ones are their postings' sums (LG-07)."""

import random
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.ledger import Account, BalanceExceeded, post_transfer, reverse_entry
from core.ledger.models import JournalEntry, LedgerAccount, Posting
from core.ledger.proof import prove
from core.ledger.queries import sum_of
from core.ledger.services.post import open_accounts
from tests.soak import sized

FUND = Account("fund:as-of")
WALLETS = [Account(f"wallet:as-of:{number}", guarded=True) for number in range(5)]
ENTRIES = sized(300, 2_000)
INSTANTS = sized(200, 1_000)
SPAN = timedelta(days=30)

# What a replay keeps of a posting: when it counts, whose it is, how it moves her money.
Move = tuple[datetime, UUID, int]


@pytest.fixture
def history(session: Session, at: datetime) -> list[Move]:
    """Random transfers, some reversed, effective at instants in no order at all."""
    dice = random.Random(20261123)
    open_accounts(session, [FUND, *WALLETS], at=at)
    moves: list[Move] = []
    for _ in range(ENTRIES):
        moment = at + dice.random() * SPAN
        source, target = dice.sample([FUND, FUND, FUND, *WALLETS], 2)
        if source == target:
            continue
        amount = dice.randint(1, 1_000)
        try:
            with session.begin_nested():
                entry = _move(session, source, target, amount, at=moment)
        except BalanceExceeded:
            continue
        legs = [(source.id, -amount), (target.id, amount)]
        moves += [(moment, account, change) for account, change in legs]
        if dice.random() < 0.1:
            moves += _reverse(session, entry, legs, at=moment + dice.random() * SPAN)
    return moves


def _move(
    session: Session, source: Account, target: Account, amount: int, *, at: datetime
) -> UUID:
    return post_transfer(
        session,
        debit=source,
        credit=target,
        amount=amount,
        reference=f"as-of:{uuid4()}",
        description="A test moves money.",
        at=at,
    )


def _reverse(
    session: Session, entry: UUID, legs: list[tuple[UUID, int]], *, at: datetime
) -> list[Move]:
    try:
        with session.begin_nested():
            reverse_entry(
                session,
                entry_id=entry,
                reference=f"undo:{entry}",
                description="A test takes it back.",
                at=at,
            )
    except BalanceExceeded:
        return []
    return [(at, account, -change) for account, change in legs]


def test_lg_07_the_past_is_what_a_replay_says(session, at, history):
    dice = random.Random(7)
    exact = [moment for moment, _, _ in dice.sample(history, INSTANTS // 4)]
    others = [at + dice.random() * 2 * SPAN for _ in range(INSTANTS - len(exact))]

    differences = [
        (moment, account.code)
        for moment in [*exact, *others]
        for account in [dice.choice([FUND, *WALLETS])]
        if sum_of(session, account.id, as_of=moment)
        != sum(
            change
            for when, whose, change in history
            if whose == account.id and when <= moment
        )
    ]

    assert differences == []


def test_lg_07_what_was_known_at_an_instant_does_not_change_by_what_came_later(
    session, at
):
    """An entry may count for the past; a statement that was made before it stays right
    as the statement of its day."""
    dice = random.Random(11)
    open_accounts(session, [FUND, WALLETS[0]], at=at)
    written: list[tuple[datetime, int]] = []
    statements = []
    for _ in range(ENTRIES // 10):
        amount, moment = dice.randint(1, 1_000), at + dice.random() * SPAN
        _move(session, FUND, WALLETS[0], amount, at=moment)
        written.append((moment, amount))
        asked = at + dice.random() * SPAN
        known_at = session.scalar(select(func.clock_timestamp()))
        said = sum(change for when, change in written if when <= asked)
        statements.append((asked, known_at, said))

    repeated = [
        sum_of(session, WALLETS[0].id, as_of=asked, known_at=known_at)
        for asked, known_at, _ in statements
    ]

    assert repeated == [said for _, _, said in statements]
    now_known = [
        sum_of(session, WALLETS[0].id, as_of=asked) for asked, _, _ in statements
    ]
    assert now_known != repeated


def test_lg_07_an_entry_is_recorded_when_it_is_written_whatever_it_counts_for(
    session, at
):
    open_accounts(session, [FUND, WALLETS[0]], at=at)
    before = session.scalar(select(func.clock_timestamp()))

    entry_id = _move(session, FUND, WALLETS[0], 5, at=at)

    entry = session.get_one(JournalEntry, entry_id)
    assert entry.effective_at == at
    assert entry.recorded_at >= before


def test_lg_07_every_stored_balance_is_the_sum_of_its_postings(session, history):
    """Rebuilt here without SQL, apart from the proof's own query."""
    rebuilt = {account.id: 0 for account in WALLETS}
    rows = session.execute(
        select(Posting.account_id, Posting.amount).join(
            JournalEntry, JournalEntry.id == Posting.entry_id
        )
    )
    for account_id, amount in rows:
        if account_id in rebuilt:
            rebuilt[account_id] -= amount

    stored = dict(
        session.execute(
            select(LedgerAccount.id, LedgerAccount.balance).where(
                LedgerAccount.balance.is_not(None)
            )
        ).all()
    )

    assert stored == rebuilt
    assert sum(stored.values()) > 0
    assert prove(session).holds
