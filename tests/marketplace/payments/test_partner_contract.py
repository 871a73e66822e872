"""The client against an independent program that answers like a Stripe API.

localstripe takes payouts in EUR only, ignores idempotency keys and knows no time
windows on payouts; so this is about shapes, forms, pages and signatures.
"""

from datetime import UTC, datetime

import httpx
import pytest

from marketplace.payments.partner import (
    Accepted,
    Found,
    Held,
    Missing,
    Paid,
    Refused,
    verify_signature,
)
from tests.marketplace.payments.callbacks import listening
from tests.marketplace.payments.making import make_client, make_key, make_request
from tests.marketplace.payments.processes import running

PROGRAM = "tests/marketplace/payments/localstripe_on_loopback.py"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    state = str(tmp_path_factory.mktemp("localstripe"))
    with running([PROGRAM], TMPDIR=state) as (address, _):
        yield address


@pytest.fixture
def client(url):
    return make_client(url, secret_key="sk_test_12345")


def test_a_payout_is_made_and_retrieved(client):
    request = make_request(currency="EUR", metadata={"batch": "B-7"})

    made = client.create_payout(request, make_key())

    assert isinstance(made, Accepted)
    assert made.status == "pending"
    found = client.retrieve_payout(made.payout_id)
    assert isinstance(found, Found)
    assert found.payouts[0].is_for(request)
    assert found.payouts[0].amount_on_wire == 60_000_000


def test_a_payout_is_followed_to_its_end(client, url):
    request = make_request(currency="EUR")
    made = client.create_payout(request, make_key())
    httpx.post(
        f"{url}/v1/payouts/{made.payout_id}",
        data={"status": "paid"},
        auth=("sk_test_12345", ""),
    ).raise_for_status()

    found = client.retrieve_payout(made.payout_id)

    assert [one.status for one in found.payouts] == ["paid"]


@pytest.mark.parametrize(("status", "kind"), [("paid", Paid), ("failed", Refused)])
def test_a_payout_that_ends_at_once_is_read(client, status, kind):
    request = make_request(currency="EUR")
    body = request.form_body() + f"&status={status}".encode()

    made = client.create_payout(request, make_key(), body=body)

    assert isinstance(made, kind)


def test_an_order_is_found_among_more_payouts_than_a_page_holds(client):
    for _ in range(120):
        client.create_payout(make_request(currency="EUR"), make_key())
    wanted = make_request(currency="EUR")
    client.create_payout(wanted, make_key())

    found = client.find_payout(wanted.order_id)

    assert isinstance(found, Found)
    assert [one.order_id for one in found.payouts] == [wanted.order_id]
    assert len(found.attempts) >= 2
    assert isinstance(client.find_payout("no-such-order"), Missing)


def test_a_payout_that_does_not_exist_is_missing(client):
    assert isinstance(client.retrieve_payout("po_none"), Missing)


def test_a_refusal_is_read(client):
    outcome = client.create_payout(make_request(currency="IDR"), make_key())

    assert isinstance(outcome, Refused)
    assert outcome.code == "invalid_request_error"


def test_a_wrong_api_key_holds_the_queue(url):
    outcome = make_client(url, secret_key="wrong").create_payout(
        make_request(currency="EUR"), make_key()
    )

    assert isinstance(outcome, Held)


def test_its_callbacks_carry_a_signature_that_we_accept(client, url):
    request = make_request(currency="EUR")
    with listening() as receiver:
        httpx.post(
            f"{url}/_config/webhooks/ours",
            json={
                "url": receiver.url,
                "secret": "whsec_contract",
                "events": ["payout.created"],
            },
        ).raise_for_status()
        client.create_payout(request, make_key())

        ((body, header),) = receiver.wait_for(request.order_id)

    verify_signature(body, header, secrets=["whsec_contract"], at=datetime.now(UTC))
