"""Callbacks of the simulated partner come signed, and until they are taken (PY-07)."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
import stripe

from marketplace.payments.partner import (
    Found,
    SignatureRefused,
    verify_signature,
)
from tests.marketplace.payments.callbacks import listening
from tests.marketplace.payments.making import make_client, make_key, make_request
from tests.marketplace.payments.processes import running_simulator

SECRET = "whsec_simulator"


@pytest.fixture(scope="module")
def receiver():
    with listening() as made:
        yield made


@pytest.fixture(scope="module")
def simulator_process(receiver):
    with running_simulator("--webhook-url", receiver.url) as running:
        yield running


def check(body, header):
    verify_signature(body, header, secrets=[SECRET], at=datetime.now(UTC))


def test_a_paid_payout_is_called_back_with_a_signature_that_both_sides_know(
    client, receiver
):
    request = make_request()
    payout_id = client.create_payout(request, make_key()).payout_id

    ((body, header),) = receiver.wait_for(request.order_id)

    check(body, header)
    event = stripe.Webhook.construct_event(body, header, SECRET)
    assert event["type"] == "payout.paid"
    assert event["data"]["object"]["id"] == payout_id
    assert client.retrieve_payout(payout_id).payouts[0].status == "paid"


def test_an_altered_callback_is_refused(client, receiver):
    request = make_request()
    client.create_payout(request, make_key())
    ((body, header),) = receiver.wait_for(request.order_id)

    with pytest.raises(SignatureRefused):
        check(body.replace(b"60000000", b"90000000"), header)


@pytest.mark.parametrize("destination", ["8800999904", "8801234567"])
def test_a_payout_that_fails_later_is_called_back(
    client, simulator, receiver, destination
):
    simulator.break_down(fail=["8801234567"])
    request = make_request(destination=destination)
    payout_id = client.create_payout(request, make_key()).payout_id

    ((body, _),) = receiver.wait_for(request.order_id)

    assert json.loads(body)["type"] == "payout.failed"
    found = client.retrieve_payout(payout_id)
    assert isinstance(found, Found)
    assert found.payouts[0].status == "failed"
    assert found.payouts[0].failure_code == "account_closed"
    assert simulator.paid_for(request.order_id) == {
        "payouts": 0,
        "amount": 0,
        "failed": 1,
    }


def test_a_callback_is_repeated_until_it_is_taken(client, receiver):
    request = make_request()
    receiver.refuse_first = 2
    client.create_payout(request, make_key())

    received = receiver.wait_for(request.order_id, count=3)

    assert len({json.loads(body)["id"] for body, _ in received}) == 1
    for body, header in received:
        check(body, header)


def test_a_callback_may_come_twice_under_one_event_id(client, simulator, receiver):
    request = make_request()
    simulator.break_down(duplicate_webhook=1)
    client.create_payout(request, make_key())

    received = receiver.wait_for(request.order_id, count=2)

    assert list(Counter(json.loads(body)["id"] for body, _ in received).values()) == [2]


def test_a_lost_callback_leaves_asking(client, simulator, receiver):
    lost, told = make_request(), make_request()
    simulator.break_down(lost_webhook=1)
    payout_id = client.create_payout(lost, make_key()).payout_id
    client.create_payout(told, make_key())

    receiver.wait_for(told.order_id)

    assert not [one for one in receiver.received if lost.order_id.encode() in one[0]]
    assert client.retrieve_payout(payout_id).payouts[0].status == "paid"


def test_callbacks_survive_a_crash_of_the_partner(receiver, tmp_path):
    request, state = make_request(), str(tmp_path / "state.sqlite")
    options = ["--state", state, "--webhook-url", receiver.url]
    with running_simulator(*options, "--settle-seconds", "2") as before:
        make_client(before.url).create_payout(request, make_key())
        before.kill()

    with running_simulator(*options):
        received = receiver.wait_for(request.order_id)

    assert json.loads(received[0][0])["type"] == "payout.paid"
