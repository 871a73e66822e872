"""Incentives that are due become payments, once, and come back when those fail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.unit_of_work import snapshot, unit_of_work
from marketplace.incentives import Entitlement
from marketplace.incentives.errors import IncentiveNotFailed, IncentiveNotFound
from marketplace.incentives.services.disburse import disburse_due
from marketplace.incentives.services.retry import retry_payment
from marketplace.payments.models import PaymentOrder
from marketplace.payments.queries import live_account_of
from marketplace.payments.rules import Says, Verdict
from marketplace.payments.services.claim import claim_next
from marketplace.payments.services.settle import settle_payment
from tests.factories import make_due_incentive


def orders_of(session, entitlement):
    session.flush()
    session.expire_all()
    return session.scalars(
        select(PaymentOrder)
        .where(PaymentOrder.entitlement_id == entitlement.id)
        .order_by(PaymentOrder.lineage)
    ).all()


def fail(session, order, code, at):
    verdict = Verdict(Says.FAILED, code=code)
    assert claim_next(session, at=at).order_id == order.id
    session.flush()
    settle_payment(session, order_id=order.id, verdict=verdict, attempts=[], at=at)


def test_a_due_incentive_becomes_one_payment_with_its_request_stored(session, at):
    entitlement = make_due_incentive(session, at=at)

    assert disburse_due(session, at=at) == 1
    assert disburse_due(session, at=at) == 0

    (order,) = orders_of(session, entitlement)
    assert (order.status, order.amount, order.lineage) == ("created", 600_000, 1)
    assert len(order.idempotency_key) == 36
    assert order.request["body"].startswith("amount=60000000&currency=idr&destination=")
    assert str(order.id) in order.request["body"]
    assert entitlement.status == "disbursing"


def test_nothing_is_paid_before_its_day_or_without_a_verified_account(session, at):
    early = make_due_incentive(session, at=at)
    early.due_at = at + timedelta(seconds=1)
    without = make_due_incentive(session, at=at)
    account = live_account_of(session, without.participant_id)
    account.status = "refused"

    assert disburse_due(session, at=at) == 0

    assert orders_of(session, early) == []
    assert orders_of(session, without) == []


def test_an_empty_account_of_the_programme_is_tried_again_by_itself(session, at):
    entitlement = make_due_incentive(session, at=at)
    disburse_due(session, at=at)
    (order,) = orders_of(session, entitlement)

    fail(session, order, "balance_insufficient", at)

    assert entitlement.status == "scheduled"
    assert entitlement.failure == "balance_insufficient"
    assert entitlement.due_at == at + timedelta(hours=6)
    assert disburse_due(session, at=at + timedelta(hours=6)) == 1
    first, second = orders_of(session, entitlement)
    assert second.lineage == 2
    assert second.idempotency_key != first.idempotency_key


def test_an_unclear_failure_waits_for_a_person(session, at):
    entitlement = make_due_incentive(session, at=at)
    disburse_due(session, at=at)
    (order,) = orders_of(session, entitlement)

    fail(session, order, "something_new", at)

    assert entitlement.status == "failed"
    assert disburse_due(session, at=at + timedelta(days=9)) == 0
    retry_payment(session, entitlement_id=entitlement.id, at=at)
    assert disburse_due(session, at=at) == 1


def test_a_payment_under_way_is_not_started_again(session, at):
    entitlement = make_due_incentive(session, at=at)
    disburse_due(session, at=at)

    with pytest.raises(IncentiveNotFailed):
        retry_payment(session, entitlement_id=entitlement.id, at=at)

    assert entitlement.status == "disbursing"
    assert len(orders_of(session, entitlement)) == 1


def test_an_incentive_that_does_not_exist_is_not_paid_again(session, at):
    entitlement = make_due_incentive(session, at=at)

    with pytest.raises(IncentiveNotFound):
        retry_payment(session, entitlement_id=entitlement.award_id, at=at)


def test_four_workers_at_once_order_each_payment_once(committed):
    at = now()
    with unit_of_work("prepare") as session:
        for _ in range(30):
            make_due_incentive(session, at=at)

    def work(_):
        ordered, last = 0, 1
        while last:
            with unit_of_work("disburse") as session:
                last = disburse_due(session, at=at, chunk=5)
            ordered += last
        return ordered

    with ThreadPoolExecutor(4) as pool:
        ordered = list(pool.map(work, range(4)))

    assert sum(ordered) == 30
    with snapshot("look") as session:
        assert len(session.scalars(select(PaymentOrder)).all()) == 30
        statuses = set(session.scalars(select(Entitlement.status)))
    assert statuses == {"disbursing"}


def test_the_command_pays_a_failed_incentive_again(app, session, at):
    entitlement = make_due_incentive(session, at=at)
    entitlement.status, entitlement.failure = "failed", "something_new"
    session.flush()

    answer = app.test_cli_runner().invoke(
        args=["incentives", "retry", str(entitlement.id)]
    )

    assert answer.exit_code == 0, answer.output
    session.expire_all()
    assert entitlement.status == "scheduled"


def test_the_command_says_why_it_does_nothing(app, session, at):
    entitlement = make_due_incentive(session, at=at)

    answer = app.test_cli_runner().invoke(
        args=["incentives", "retry", str(entitlement.id)]
    )

    assert answer.exit_code == 1
    assert "only a failed one is paid again" in answer.output
    session.expire_all()
    assert entitlement.status == "scheduled"
