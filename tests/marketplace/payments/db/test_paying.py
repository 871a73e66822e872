"""A payment through the partner ends once and with a reason (PY-01, feature 83)."""

import time
from datetime import timedelta

import pytest

from core.audit import AuditEntry
from core.events import publish
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import unit_of_work
from marketplace.incentives.services.disburse import disburse_due
from marketplace.payments.events import PayoutAccountVerified
from marketplace.payments.models import PayoutAccount
from marketplace.payments.services.claim import claim_next
from marketplace.payments.steps import converse, step_payment
from marketplace.programme.ledger import INCENTIVES_PAID, INCENTIVES_PAYABLE
from tests.factories import make_due_incentive, make_payout_account
from tests.marketplace.payments.making import make_client

SETTLED = 0.6


def books(session):
    return balance_of(session, INCENTIVES_PAYABLE), balance_of(session, INCENTIVES_PAID)


def assert_paid_once(desk):
    assert desk.order.status == "succeeded"
    assert desk.entitlement.status == "paid"
    assert desk.entitlement.paid_at is not None
    assert desk.times_paid() == 1
    assert books(desk.session) == (0, 600_000)
    assert prove(desk.session).holds


def test_a_payment_is_accepted_then_confirmed_by_asking(desk):
    desk.disburse()

    order = desk.step()

    assert (order.status, order.claimed_until) == ("submitting", None)
    assert order.partner_payout_id.startswith("po_")
    assert order.next_step_at == desk.at + timedelta(minutes=1)
    assert desk.entitlement.status == "disbursing"
    assert books(desk.session) == (600_000, 0)
    time.sleep(SETTLED)
    desk.step(minutes=1)
    assert_paid_once(desk)
    assert desk.outcomes() == [("create", "status_200"), ("retrieve", "status_200")]


def test_nothing_is_asked_before_it_is_due(desk):
    desk.disburse()
    desk.step()

    assert step_payment(desk.partner, at=desk.at) is False

    assert desk.outcomes() == [("create", "status_200")]


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        ("lost_answer", 1),
        ("lost_answer", 4),
        ("lost_request", 1),
        ("rate_limit", 1),
        ("rate_limit", 4),
        ("unavailable", 4),
        ("duplicate_keys", 1),
        ("oversized_answer", 1),
        ("server_error_after", 1),
        ("redirect", 1),
    ],
)
def test_whatever_breaks_on_the_way_it_is_paid_once(desk, fault, times):
    desk.simulator.break_down(**{fault: times})
    desk.disburse()
    desk.step()
    desk.simulator.repair()

    for minutes in (1, 5, 15, 60):
        time.sleep(SETTLED / 2)
        desk.step(minutes=minutes)

    assert_paid_once(desk)


def test_a_lost_answer_is_unknown_and_never_sent_under_another_key(desk, simulator):
    simulator.break_down(lost_answer=4)
    key = desk.disburse().idempotency_key

    order = desk.step()

    assert (order.status, order.idempotency_key) == ("unknown", key)
    assert desk.entitlement.status == "disbursing"
    assert desk.entitlement.failure is None
    time.sleep(SETTLED)
    desk.step(minutes=1)
    assert desk.outcomes()[-1] == ("find", "status_200")
    assert_paid_once(desk)


def test_a_slow_partner_is_unknown_and_paid_once(desk, simulator, impatient):
    simulator.break_down(slow_seconds=1.5)
    desk.disburse()
    patient, desk.partner = desk.partner, impatient
    assert desk.step().status == "unknown"
    simulator.repair()
    desk.partner = patient
    time.sleep(2)

    desk.step(minutes=1)
    time.sleep(SETTLED)
    desk.step(minutes=5)

    assert_paid_once(desk)


def test_a_stored_error_ends_as_failed_only_when_the_list_stays_empty(desk, simulator):
    simulator.break_down(server_error=1)
    first = desk.disburse()
    assert desk.step().status == "unknown"

    for minutes in (1, 5, 15):
        assert desk.step(minutes=minutes).status == "unknown"
    order = desk.step(minutes=60)

    assert (order.status, order.failure) == ("failed", "partner_error")
    assert desk.times_paid() == 0
    assert desk.entitlement.status == "scheduled"
    assert books(desk.session) == (600_000, 0)
    desk.at += timedelta(hours=6)
    second = desk.disburse()
    assert (second.lineage, second.id) != (first.lineage, first.id)
    desk.step()
    time.sleep(SETTLED)
    desk.step(minutes=1)
    assert_paid_once(desk)


def test_after_a_day_the_partner_is_only_asked(desk, simulator):
    simulator.break_down(lost_request=4)
    desk.disburse()
    desk.step()
    simulator.repair()

    order = desk.step(minutes=24 * 60)

    assert order.status == "unknown"
    assert desk.outcomes()[-1][0] == "find"
    assert desk.times_paid() == 0


def test_a_refused_account_fails_and_the_next_account_is_paid(desk, simulator):
    account = desk.disburse().payout_account_id
    simulator.break_down(refuse=[desk.order.request["destination"]])

    order = desk.step()

    assert (order.status, order.failure) == ("failed", "account_closed")
    assert desk.entitlement.status == "failed"
    assert desk.entitlement.failure == "account_closed"
    refused = desk.session.get_one(PayoutAccount, account)
    assert (refused.status, refused.refusal) == ("refused", "account_closed")
    assert books(desk.session) == (600_000, 0)
    assert desk.times_paid() == 0

    _verify_another(desk)
    second = desk.disburse()
    assert (second.lineage, second.payout_account_id != account) == (2, True)
    desk.step()
    time.sleep(SETTLED)
    desk.step(minutes=1)
    assert_paid_once(desk)


def test_a_payout_that_fails_later_leaves_the_money_payable(desk, simulator):
    desk.disburse()
    simulator.break_down(fail=[desk.order.request["destination"]])
    desk.step()
    time.sleep(SETTLED)

    order = desk.step(minutes=1)

    assert (order.status, order.failure) == ("failed", "account_closed")
    assert books(desk.session) == (600_000, 0)
    assert prove(desk.session).holds


def test_a_partner_that_locks_us_out_holds_the_whole_queue(desk, simulator):
    desk.disburse()
    right, desk.partner = desk.partner, make_client(simulator.url, secret_key="sk_no")

    going_on = step_payment(desk.partner, at=desk.at)

    assert going_on is False
    assert desk.order.status == "submitting"
    assert desk.order.next_step_at == desk.at + timedelta(minutes=5)
    assert desk.times_paid() == 0
    desk.partner = right
    desk.step(minutes=5)
    time.sleep(SETTLED)
    desk.step(minutes=5)
    assert_paid_once(desk)


def test_a_process_that_dies_after_the_call_pays_once(desk):
    desk.disburse()
    with unit_of_work("test.claim") as session:
        claimed = claim_next(session, at=desk.at)
    converse(desk.partner, claimed, at=desk.at)
    # Here it dies: the second transaction never comes, and the claim runs out.
    assert step_payment(desk.partner, at=desk.at + timedelta(minutes=9)) is False
    time.sleep(SETTLED)

    desk.step(minutes=11)

    assert desk.outcomes() == [("find", "status_200")]
    assert_paid_once(desk)


def test_a_process_that_dies_before_the_call_pays_once(desk):
    desk.disburse()
    with unit_of_work("test.claim") as session:
        claim_next(session, at=desk.at)

    desk.step(minutes=11)
    time.sleep(SETTLED)
    desk.step(minutes=1)

    assert_paid_once(desk)


def test_with_an_open_circuit_the_payment_stays_as_if_never_started(desk, simulator):
    desk.disburse()
    desk.partner = make_client("http://127.0.0.1:9")
    for _ in range(3):
        desk.step(minutes=61)
    breaker_open = desk.order
    second = _another_payment(desk)

    assert step_payment(desk.partner, at=desk.at) is False

    desk.session.expire_all()
    assert second.status == "created"
    assert second.next_step_at == desk.at + timedelta(seconds=30)
    assert breaker_open.status == "unknown"


def test_every_move_of_a_payment_is_in_the_audit_trail(desk):
    order = desk.disburse()
    desk.step()
    time.sleep(SETTLED)
    desk.step(minutes=1)

    actions = [
        one.action
        for one in desk.session.query(AuditEntry)
        .filter(AuditEntry.object_id == str(order.id))
        .order_by(AuditEntry.id)
    ]

    assert actions == ["payment.created", "payment.succeeded"]


def _verify_another(desk):
    account = make_payout_account(
        desk.session, desk.entitlement.participant_id, at=desk.at
    )
    publish(
        desk.session,
        PayoutAccountVerified(
            occurred_at=desk.at,
            payout_account_id=account.id,
            participant_id=account.participant_id,
        ),
    )
    desk.session.flush()


def _another_payment(desk):
    other = make_due_incentive(desk.session, at=desk.at)
    with unit_of_work("test.disburse") as session:
        disburse_due(session, at=desk.at)
    desk.entitlement = other
    return desk.order
