"""A guarded account never goes below zero, whoever spends and whoever dies (LG-04)."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from core.ledger import Account, BalanceExceeded, post_transfer
from core.ledger.models import JournalEntry
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.ledger.services.post import open_accounts
from core.unit_of_work import retrying, snapshot, unit_of_work
from tests.core.ledger.spending import SHOP
from tests.serving import ROOT
from tests.soak import sized

pytestmark = pytest.mark.race

FUND = Account("fund:overdraft")
WALLET = Account("wallet:overdraft", guarded=True)
THREADS, TIMES = 16, 50
PROCESSES, KILLS, PAYMENTS = 2, sized(2, 10), sized(600, 4_000)


def fill(amount, at):
    with unit_of_work("fill") as session:
        open_accounts(session, [FUND, WALLET, SHOP], at=at)
        pay(session, FUND, WALLET, amount, at)


def pay(session, source, target, amount, at):
    post_transfer(
        session,
        debit=source,
        credit=target,
        amount=amount,
        reference=f"overdraft:{uuid4()}",
        description="A test spends.",
        at=at,
    )


def test_lg_04_sixteen_spend_one_balance_fifty_times_and_it_ends_at_zero(committed, at):
    fill(200, at)

    def spend(at):
        with unit_of_work("pay") as session:
            pay(session, WALLET, SHOP, 1, at)

    def work(_):
        outcomes = Counter()
        for _ in range(TIMES):
            try:
                retrying(lambda: spend(at))
                outcomes["spent"] += 1
            except BalanceExceeded:
                outcomes["refused"] += 1
        return outcomes

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = sum(pool.map(work, range(THREADS)), Counter())

    assert outcomes == {"spent": 200, "refused": THREADS * TIMES - 200}
    with snapshot("test") as session:
        assert balance_of(session, WALLET) == 0
        assert balance_of(session, SHOP) == 200
        assert prove(session).holds


@pytest.mark.slow
def test_lg_04_killed_spenders_leave_whole_payments_and_no_debt(committed, at):
    """Each round, two processes spend and are killed; the last ones finish."""
    fill(7 * PAYMENTS + 3, at)
    for _ in range(KILLS):
        spenders = start_spenders(committed)
        time.sleep(random.uniform(0.05, 0.4))
        for spender in spenders:
            spender.kill()
            spender.communicate()
        with snapshot("test") as session:
            left = balance_of(session, WALLET)
            assert left >= 0
            assert left % 7 == 3
            assert prove(session).holds

    for spender in start_spenders(committed):
        spender.communicate(timeout=120)
        assert spender.returncode == 0

    with snapshot("test") as session:
        assert balance_of(session, WALLET) == 3
        assert balance_of(session, SHOP) == 7 * PAYMENTS
        entries = session.scalar(select(func.count()).select_from(JournalEntry))
        assert entries == PAYMENTS + 1
        assert prove(session).holds


def start_spenders(engine):
    address = engine.url.render_as_string(hide_password=False)
    program = [sys.executable, "-m", "tests.core.ledger.spending", address, WALLET.code]
    spenders = [
        subprocess.Popen(
            program,
            cwd=ROOT,
            env=os.environ | {"MARKETPLACE_ENV": "test"},
            stdout=subprocess.PIPE,
        )
        for _ in range(PROCESSES)
    ]
    for spender in spenders:
        assert spender.stdout.readline() == b"ready\n"
    return spenders


def test_the_race_has_teeth_a_naive_check_spends_what_is_not_there(committed, at):
    """Read, then write, with nothing locked and nothing guarded: a debt of fifteen."""
    naive = Account("wallet:naive")
    with unit_of_work("fill") as session:
        open_accounts(session, [FUND, naive, SHOP], at=at)
        pay(session, FUND, naive, 1, at)
    barrier = threading.Barrier(THREADS)

    def spend(_):
        with unit_of_work("pay") as session:
            enough = balance_of(session, naive) >= 1
            barrier.wait(10)
            if enough:
                pay(session, naive, SHOP, 1, at)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(spend, range(THREADS)))

    with snapshot("test") as session:
        assert balance_of(session, naive) == 1 - THREADS
