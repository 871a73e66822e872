"""The client against a partner that breaks down, over real HTTP (PY-01)."""

import time

import httpx
import pytest

from marketplace.payments.partner import (
    Accepted,
    Found,
    Held,
    Missing,
    Refused,
    StillSubmitting,
    Unknown,
)
from tests.marketplace.payments.making import make_client, make_key, make_request

ONCE = {"payouts": 1, "amount": 60_000_000, "failed": 0}
NEVER = {"payouts": 0, "amount": 0, "failed": 0}


def test_an_order_is_paid_once(client, simulator):
    request = make_request()

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Accepted)
    assert outcome.request_id.startswith("req_")
    assert simulator.paid_for(request.order_id) == ONCE


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("fault", ["lost_answer", "lost_request"])
def test_what_is_lost_on_the_way_costs_no_second_payout(client, simulator, fault, lost):
    request = make_request()
    simulator.break_down(**{fault: lost})

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Accepted)
    assert [one.status for one in outcome.attempts] == [None] * lost + [200]
    assert outcome.attempts[-1].replayed is (fault == "lost_answer")
    assert simulator.paid_for(request.order_id) == ONCE


def test_an_order_whose_every_answer_is_lost_is_found_by_asking(client, simulator):
    request = make_request()
    simulator.break_down(lost_answer=4)

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Unknown)
    found = client.find_payout(request.order_id)
    assert isinstance(found, Found)
    assert [one.is_for(request) for one in found.payouts] == [True]
    assert simulator.paid_for(request.order_id) == ONCE


def test_an_order_that_never_arrived_is_missing_and_may_be_sent_again(
    client, simulator
):
    request, key = make_request(), make_key()
    simulator.break_down(lost_request=4)

    outcome = client.create_payout(request, key)

    assert isinstance(outcome, Unknown)
    assert isinstance(client.find_payout(request.order_id), Missing)
    assert simulator.paid_for(request.order_id) == NEVER
    assert isinstance(client.create_payout(request, key), Accepted)
    assert simulator.paid_for(request.order_id) == ONCE


def test_a_rate_limited_order_is_paid_after_the_wait(simulator):
    request, slept = make_request(), []
    simulator.break_down(rate_limit=2)

    outcome = make_client(simulator.url, sleep=slept.append).create_payout(
        request, make_key()
    )

    assert isinstance(outcome, Accepted)
    assert slept == [1.0, 1.0]
    assert simulator.paid_for(request.order_id) == ONCE


def test_an_order_that_is_rate_limited_throughout_is_still_to_be_submitted(
    client, simulator
):
    request = make_request()
    simulator.break_down(rate_limit=4)

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, StillSubmitting)
    assert simulator.paid_for(request.order_id) == NEVER


def test_a_stored_server_error_stays_unknown_until_the_partner_is_asked(
    client, simulator
):
    request, key = make_request(), make_key()
    simulator.break_down(server_error=1)

    outcome = client.create_payout(request, key)

    assert isinstance(outcome, Unknown)
    assert [one.status for one in outcome.attempts] == [500] * 4
    assert [one.replayed for one in outcome.attempts] == [False, True, True, True]
    assert isinstance(client.find_payout(request.order_id), Missing)
    assert simulator.paid_for(request.order_id) == NEVER


def test_a_server_error_after_the_payout_is_no_failure(client, simulator):
    request = make_request()
    simulator.break_down(server_error_after=1)

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Unknown)
    assert isinstance(client.find_payout(request.order_id), Found)
    assert simulator.paid_for(request.order_id) == ONCE


def test_a_partner_out_of_service_for_a_moment_pays_on_the_retry(client, simulator):
    request = make_request()
    simulator.break_down(unavailable=3)

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Accepted)
    assert simulator.paid_for(request.order_id) == ONCE


def test_a_slow_answer_is_given_up_and_fetched_with_the_same_key(simulator):
    request = make_request()
    simulator.break_down(slow_seconds=1.2)
    impatient = make_client(simulator.url, timeout=httpx.Timeout(0.5), sleep=time.sleep)

    outcome = impatient.create_payout(request, make_key())

    assert isinstance(outcome, Accepted)
    statuses = [one.status for one in outcome.attempts]
    assert statuses[0] is None
    assert statuses[-1] == 200
    assert set(statuses[1:-1]) <= {409}
    assert simulator.paid_for(request.order_id) == ONCE


def test_a_refused_account_is_refused_for_good(client, simulator):
    request, key = make_request(destination="8801112223"), make_key()
    simulator.break_down(refuse=["8801112223"])

    first = client.create_payout(request, key)
    simulator.repair()
    second = client.create_payout(request, key)

    for outcome in (first, second):
        assert isinstance(outcome, Refused)
        assert outcome.code == "account_closed"
    assert second.attempts[0].replayed is True
    assert simulator.paid_for(request.order_id) == NEVER


def test_a_balance_too_low_is_a_refusal_with_its_code(client, simulator):
    request = make_request()
    simulator.break_down(insufficient_balance=1)

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Refused)
    assert outcome.code == "balance_insufficient"
    assert simulator.paid_for(request.order_id) == NEVER


def test_the_wrong_api_key_holds_the_queue(simulator):
    request = make_request()

    outcome = make_client(simulator.url, secret_key="sk_wrong").create_payout(
        request, make_key()
    )

    assert isinstance(outcome, Held)
    assert simulator.paid_for(request.order_id) == NEVER


def test_a_key_of_another_order_pays_nothing_and_alerts(client, simulator):
    first, second, key = make_request(), make_request(), make_key()
    client.create_payout(first, key)

    outcome = client.create_payout(second, key)

    assert isinstance(outcome, Unknown)
    assert outcome.alert is True
    assert simulator.paid_for(second.order_id) == NEVER


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("duplicate_keys", "A key occurs twice in the body."),
        ("oversized_answer", "The body is over 1 MiB."),
    ],
)
def test_an_answer_that_can_be_doubted_leaves_the_order_unknown(
    client, simulator, fault, reason
):
    request = make_request()
    simulator.break_down(**{fault: 1})

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Unknown)
    assert (outcome.reason, outcome.alert) == (reason, True)
    assert isinstance(client.find_payout(request.order_id), Found)


def test_a_redirect_is_an_error_and_is_not_followed(client, simulator):
    request = make_request()
    simulator.break_down(redirect=1)

    outcome = client.create_payout(request, make_key())

    assert isinstance(outcome, Unknown)
    assert [one.status for one in outcome.attempts] == [307]
    assert simulator.paid_for(request.order_id) == NEVER


def test_the_list_is_read_across_pages(client, simulator):
    wanted = make_request()
    client.create_payout(wanted, make_key())
    for _ in range(101):
        client.create_payout(make_request(), make_key())

    found = client.find_payout(wanted.order_id)

    assert isinstance(found, Found)
    assert len(found.attempts) >= 2
    (payout,) = found.payouts
    assert client.retrieve_payout(payout.id).payouts[0].order_id == wanted.order_id
