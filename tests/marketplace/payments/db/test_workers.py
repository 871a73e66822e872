"""Workers that run at once, die, and meet a partner that breaks down (FT-01, PY-01)."""

import itertools
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from core.clock import now
from core.jobs import worker
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.incentives import Entitlement
from marketplace.incentives.services.disburse import disburse_due
from marketplace.payments import gateway
from marketplace.payments.models import PaymentOrder, PayoutAccount
from marketplace.payments.partner import CircuitBreaker
from marketplace.payments.rules import CLAIM_TIME
from marketplace.payments.services.link_account import link_account
from marketplace.payments.steps import step_payment
from marketplace.programme.ledger import INCENTIVES_PAID, INCENTIVES_PAYABLE
from tests.conftest import make_settings
from tests.factories import make_due_incentive, make_participant
from tests.marketplace.payments.making import SECRET_KEY, make_client
from tests.marketplace.payments.processes import ROOT

SETTLED = 0.6
FAULTS = [
    "lost_answer",
    "lost_request",
    "rate_limit",
    "unavailable",
    "server_error",
    "server_error_after",
    "insufficient_balance",
    "duplicate_keys",
    "oversized_answer",
]


@pytest.fixture
def pay_through(settings):
    """Let the jobs of this process pay through the given partner."""
    yield gateway.configure
    gateway.configure(settings)


def address(engine):
    return engine.url.render_as_string(hide_password=False)


def prepare(count, at):
    with unit_of_work("prepare") as session:
        for _ in range(count):
            make_due_incentive(session, at=at)
    with unit_of_work("disburse") as session:
        assert disburse_due(session, at=at) == count


def assert_all_paid_once(simulator, count):
    with snapshot("look") as session:
        entitlements = session.scalars(select(Entitlement)).all()
        assert {one.status for one in entitlements} == {"paid"}
        orders = session.scalars(select(PaymentOrder)).all()
        paid = [simulator.paid_for(str(one.id))["payouts"] for one in orders]
        assert sum(paid) == count
        assert max(paid) == 1
        assert balance_of(session, INCENTIVES_PAYABLE) == 0
        assert balance_of(session, INCENTIVES_PAID) == 600_000 * count
        assert prove(session).holds


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_around_the_call_leads_to_one_payout(
    committed, simulator, client, moment
):
    at = now()
    prepare(1, at)

    dying = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.marketplace.payments.db.dying",
            address(committed),
            simulator.url,
            moment,
        ],
        cwd=ROOT,
        check=False,
        timeout=60,
    )

    assert dying.returncode == -signal.SIGKILL
    assert step_payment(client, at=now()) is False
    later = now() + CLAIM_TIME + timedelta(seconds=1)
    step_payment(client, at=later)
    time.sleep(SETTLED)
    step_payment(client, at=later + timedelta(minutes=1))
    assert_all_paid_once(simulator, 1)


def test_four_workers_at_once_pay_each_incentive_once(committed, simulator):
    at = now()
    prepare(24, at)

    def work(_):
        client = make_client(simulator.url)
        while step_payment(client, at=at):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    time.sleep(SETTLED)
    while step_payment(make_client(simulator.url), at=at + timedelta(minutes=2)):
        pass

    assert_all_paid_once(simulator, 24)


@pytest.mark.slow
def test_sixty_incentives_through_a_failing_partner_are_each_paid_once(
    committed, simulator
):
    chance = random.Random(20261123)
    at = now()
    prepare(60, at)
    # Each call finds the last one long past, so the breaker never interferes.
    always_closed = CircuitBreaker(clock=itertools.count(step=100).__next__)
    client = make_client(simulator.url, breaker=always_closed)

    for _ in range(60):
        picked = chance.sample(FAULTS, k=chance.randint(0, 2))
        simulator.repair()
        simulator.break_down(**{fault: chance.randint(1, 4) for fault in picked})
        step_payment(client, at=at)
    simulator.repair()
    time.sleep(SETTLED)
    for hours in (0.2, 0.4, 1, 2, 9, 10, 11, 12, 20, 22):
        moment = at + timedelta(hours=hours)
        with unit_of_work("disburse") as session:
            disburse_due(session, at=moment)
        while step_payment(client, at=moment):
            pass
        time.sleep(SETTLED / 2)

    assert_all_paid_once(simulator, 60)


def test_the_worker_links_checks_and_pays_by_its_jobs(
    committed, simulator, pay_through
):
    settings = make_settings(
        address(committed), PAYMENT_URL=simulator.url, PAYMENT_KEY=SECRET_KEY
    )
    pay_through(settings)
    with unit_of_work("prepare") as session:
        person = make_participant(session)
        link_account(
            session,
            participant_id=person.id,
            channel="bni",
            number="0123456789",
            at=now(),
        )

    worker.run_once(settings)

    with unit_of_work("look") as session:
        assert session.scalars(select(PayoutAccount.status)).one() == "verified"
        failed = session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        )
    assert failed == 0
