"""The database itself commits balanced entries and no others (LG-01).

Raw SQL writes legs past every line of our code: random accounts, currencies, amounts.
"""

from collections import defaultdict
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.ledger import Account
from core.ledger.proof import prove
from core.ledger.services.post import open_accounts
from tests.soak import sized

RUPIAH = [Account(f"raw:idr:{number}") for number in range(3)]
DOLLARS = [Account(f"raw:usd:{number}", currency="USD") for number in range(2)]

amounts = st.one_of(st.integers(-3, 3), st.integers(-(10**15), 10**15))
leg = st.tuples(st.sampled_from([*RUPIAH, *DOLLARS]), amounts)


@st.composite
def legs(draw):
    """Up to five legs; half the time completed so that each currency sums to zero."""
    drawn = draw(st.lists(leg, max_size=5))
    if draw(st.booleans()):
        for account in (RUPIAH[0], DOLLARS[0]):
            rest = sums(drawn).get(account.currency, 0)
            if rest:
                drawn.append((account, -rest))
    return drawn


def sums(drawn):
    total = defaultdict(int)
    for account, amount in drawn:
        total[account.currency] += amount
    return total


def may_be_committed(drawn):
    return (
        bool(drawn)
        and all(amount != 0 for _, amount in drawn)
        and not any(sums(drawn).values())
    )


@pytest.fixture
def opened(session, at):
    open_accounts(session, [*RUPIAH, *DOLLARS], at=at)
    return session


def insert_and_check(session, at, drawn):
    """Write the entry as a stranger would, and run what the database runs at commit."""
    entry = uuid4()
    with session.begin_nested():
        session.execute(
            text(
                "INSERT INTO journal_entries"
                " (id, reference, description, effective_at, recorded_at)"
                " VALUES (:id, :reference, 'raw', :at, :at)"
            ),
            {"id": entry, "reference": f"raw:{entry}", "at": at},
        )
        for account, amount in drawn:
            session.execute(
                text(
                    "INSERT INTO postings (entry_id, account_id, currency, amount)"
                    " VALUES (:entry, :account, :currency, :amount)"
                ),
                {
                    "entry": entry,
                    "account": account.id,
                    "currency": account.currency,
                    "amount": amount,
                },
            )
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


@settings(
    max_examples=sized(150, 3_000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(legs())
def test_lg_01_raw_legs_are_committed_exactly_when_they_balance(opened, at, drawn):
    try:
        insert_and_check(opened, at, drawn)
        committed = True
    except DBAPIError:
        committed = False
    opened.execute(text("SET CONSTRAINTS ALL DEFERRED"))

    assert committed is may_be_committed(drawn)


def test_lg_01_after_any_number_of_attempts_the_books_hold(opened, at):
    for drawn in ([(RUPIAH[0], 5)], [(RUPIAH[0], 5), (DOLLARS[0], -5)], []):
        with pytest.raises(DBAPIError):
            insert_and_check(opened, at, drawn)
        opened.execute(text("SET CONSTRAINTS ALL DEFERRED"))

    assert prove(opened).entries == 0
    assert prove(opened).holds
