"""Each answer of a partner leads to the state the table of answers gives (PY-01)."""

import httpx
import pytest
from structlog.testing import capture_logs

from marketplace.payments.partner import (
    Accepted,
    CircuitBreaker,
    Held,
    NotSent,
    Paid,
    Refused,
    StillSubmitting,
    StripeStyleClient,
    Unknown,
)
from tests.marketplace.payments.making import (
    API_VERSION,
    AT,
    Scripted,
    make_key,
    make_request,
    no_answer,
    payout_answer,
    payout_body,
    refusal,
)


def submit(*answers, request=None, **changes):
    partner = Scripted(*answers)
    order = request or make_request()
    outcome = partner.client(**changes).create_payout(order, make_key())
    return outcome, partner


def test_a_request_carries_what_the_partner_asks_for():
    request = make_request()
    partner = Scripted(payout_answer(request))

    partner.client().create_payout(request, "key-1")

    (sent,) = partner.requests
    assert str(sent.url) == "https://partner.example/v1/payouts"
    assert sent.content == request.form_body()
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sent.headers["Idempotency-Key"] == "key-1"
    assert sent.headers["Stripe-Version"] == API_VERSION
    assert sent.headers["Accept"] == "application/json"
    assert sent.headers["User-Agent"] == "training-marketplace/1"
    assert sent.headers["Authorization"] == "Basic c2tfdGVzdF9zaW11bGF0b3I6"


@pytest.mark.parametrize("status", ["pending", "in_transit"])
def test_a_payout_on_its_way_is_accepted(status):
    request = make_request()

    outcome, _ = submit(payout_answer(request, status=status), request=request)

    assert isinstance(outcome, Accepted)
    assert (outcome.payout_id, outcome.status) == ("po_1", status)
    assert outcome.request_id == "req_1"


def test_a_payout_that_arrived_is_paid():
    request = make_request()

    outcome, _ = submit(payout_answer(request, status="paid"), request=request)

    assert isinstance(outcome, Paid)


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_payout_the_partner_gave_up_is_refused(status):
    request = make_request()
    answer = payout_answer(request, status=status, failure_code="account_closed")

    outcome, _ = submit(answer, request=request)

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.payout_id) == ("account_closed", "po_1")


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "teleported"},
        {"status": None},
        {"id": ""},
        {"object": "charge"},
        {"amount": 1},
        {"amount": 60_000_000.0},
        {"currency": "usd"},
        {"metadata": {}},
        {"metadata": {"order_id": "another"}},
        {"created": 10**30},
    ],
)
def test_an_answer_that_does_not_fit_the_order_is_unknown_and_alerts(changes):
    request = make_request()

    outcome, partner = submit(payout_answer(request, **changes), request=request)

    assert isinstance(outcome, Unknown)
    assert outcome.alert is True
    assert len(partner.requests) == 1


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, "invalid_request_error", "parameter_invalid"),
        (402, "card_error", "balance_insufficient"),
        (404, "invalid_request_error", "resource_missing"),
    ],
)
def test_a_refusal_is_final_and_is_not_repeated(status, kind, code):
    outcome, partner = submit(refusal(status, kind, code))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.message) == (code, "made up")
    assert len(partner.requests) == 1


@pytest.mark.parametrize("status", [400, 402, 404])
def test_a_refusal_in_another_shape_is_not_the_partners_word(status):
    outcome, _ = submit(httpx.Response(status, text="<html>Not here</html>"))

    assert isinstance(outcome, Unknown)
    assert outcome.alert is True


def test_a_key_used_for_something_else_is_unknown_and_alerts():
    outcome, partner = submit(refusal(400, "idempotency_error"))

    assert isinstance(outcome, Unknown)
    assert outcome.alert is True
    assert len(partner.requests) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_partner_that_locks_us_out_holds_the_queue(status):
    outcome, partner = submit(refusal(status, "invalid_request_error"))

    assert isinstance(outcome, Held)
    assert outcome.uncertain is False
    assert len(partner.requests) == 1


@pytest.mark.parametrize("status", [409, 424, 429])
def test_a_busy_partner_is_asked_four_times_and_then_later(status):
    outcome, partner = submit(*[refusal(status, "rate_limit")] * 4)

    assert isinstance(outcome, StillSubmitting)
    assert [one.status for one in outcome.attempts] == [status] * 4
    assert partner.slept == [0.5, 0.5, 1.0]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_broken_partner_leaves_the_order_unknown(status):
    outcome, partner = submit(*[refusal(status, "api_error")] * 4)

    assert isinstance(outcome, Unknown)
    assert outcome.reason == f"status_{status}"
    assert len(partner.requests) == 4


def test_a_silent_partner_leaves_the_order_unknown():
    outcome, partner = submit(*[no_answer] * 4)

    assert isinstance(outcome, Unknown)
    assert outcome.reason == "ReadTimeout"
    assert [one.status for one in outcome.attempts] == [None] * 4
    assert len(partner.requests) == 4


@pytest.mark.parametrize("status", [201, 202, 204, 301, 302, 307, 308, 405, 418, 501])
def test_whatever_is_not_in_the_table_is_unknown_and_alerts(status):
    elsewhere = {"Location": "https://elsewhere.example/"}

    outcome, partner = submit(httpx.Response(status, json={}, headers=elsewhere))

    assert isinstance(outcome, Unknown)
    assert outcome.alert is True
    assert len(partner.requests) == 1


def test_a_retry_repeats_key_and_body_to_the_byte():
    request = make_request()

    outcome, partner = submit(
        no_answer,
        refusal(503, "api_error"),
        refusal(429, "rate_limit", retry_after="7"),
        payout_answer(request),
        request=request,
    )

    assert isinstance(outcome, Accepted)
    assert len({sent.content for sent in partner.requests}) == 1
    assert len({sent.headers["Idempotency-Key"] for sent in partner.requests}) == 1
    assert partner.slept == [0.5, 0.5, 7.0]
    assert [one.number for one in outcome.attempts] == [1, 2, 3, 4]
    assert [one.status for one in outcome.attempts] == [None, 503, 429, 200]


def test_the_stored_body_is_sent_as_it_was_stored():
    request = make_request()
    stored = request.form_body() + b"&metadata%5Bfrom%5D=before"
    partner = Scripted(payout_answer(request))

    partner.client().create_payout(request, make_key(), body=stored)

    assert partner.requests[0].content == stored


def test_a_busy_partner_after_no_answer_leaves_the_order_unknown():
    outcome, _ = submit(no_answer, *[refusal(429, "rate_limit")] * 3)

    assert isinstance(outcome, Unknown)


def test_a_partner_that_locks_us_out_after_no_answer_may_have_paid():
    outcome, _ = submit(no_answer, refusal(401, "invalid_request_error"))

    assert isinstance(outcome, Held)
    assert outcome.uncertain is True


def test_the_partner_may_forbid_a_retry():
    outcome, partner = submit(refusal(500, "api_error", stripe_should_retry="false"))

    assert isinstance(outcome, Unknown)
    assert len(partner.requests) == 1


def test_the_partner_may_ask_for_a_retry_of_what_is_otherwise_final():
    request = make_request()
    again = refusal(400, "invalid_request_error", stripe_should_retry="true")

    outcome, partner = submit(again, payout_answer(request), request=request)

    assert isinstance(outcome, Accepted)
    assert len(partner.requests) == 2


def test_nothing_is_final_while_the_partner_asks_for_a_retry():
    again = refusal(400, "invalid_request_error", stripe_should_retry="true")

    outcome, _ = submit(*[again] * 4)

    assert isinstance(outcome, StillSubmitting)


def test_nothing_is_sent_while_the_partner_is_left_alone():
    breaker = CircuitBreaker()
    for _ in range(10):
        breaker.record_failure(connection=True)

    outcome, partner = submit(payout_answer(make_request()), breaker=breaker)

    assert isinstance(outcome, NotSent)
    assert outcome.attempts == ()
    assert partner.requests == []


def test_the_run_ends_when_the_partner_comes_to_be_left_alone():
    breaker = CircuitBreaker()
    for _ in range(8):
        breaker.record_failure(connection=True)

    outcome, partner = submit(*[no_answer] * 4, breaker=breaker)

    assert isinstance(outcome, Unknown)
    assert len(partner.requests) == 2


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_compressed_answer_is_not_unpacked(encoding):
    request = make_request()

    def compressed():
        return httpx.Response(
            200,
            stream=httpx.ByteStream(b"\x1f\x8b a bomb, for all we know"),
            headers={"Content-Encoding": encoding},
        )

    outcome, _ = submit(compressed, request=request)

    assert isinstance(outcome, Unknown)
    assert outcome.reason == "The body is compressed, unasked."


def test_a_replayed_answer_is_the_original_answer():
    request = make_request()
    replay = httpx.Response(
        200, json=payout_body(request), headers={"Idempotent-Replayed": "true"}
    )

    outcome, _ = submit(replay, request=request)

    assert isinstance(outcome, Accepted)
    assert outcome.attempts[0].replayed is True


def test_a_partner_is_spoken_to_over_https():
    for url in ("http://partner.example", "https://me:pw@partner.example", "https://"):
        with pytest.raises(ValueError, match="partner"):
            StripeStyleClient(url, "sk", "v", clock=lambda: AT)


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_has_1_to_255_characters(key):
    partner = Scripted()

    with pytest.raises(ValueError, match="idempotency key"):
        partner.client().create_payout(make_request(), key)

    assert partner.requests == []


def test_the_log_names_the_call_and_keeps_secrets_and_accounts_out():
    request = make_request(order_id="o-1", destination="8801234567890")

    with capture_logs() as lines:
        submit(payout_answer(request), request=request)

    (line,) = lines
    assert line["event"] == "payment_partner.called"
    assert (line["method"], line["path"]) == ("POST", "/v1/payouts")
    assert (line["order_id"], line["status"]) == ("o-1", 200)
    assert "8801234567890" not in str(line)
    assert "sk_test" not in str(line)


def test_a_partner_whose_clock_is_off_by_over_a_minute_raises_an_alert():
    request = make_request()
    answers = [
        httpx.Response(200, json=payout_body(request), headers={"Date": date})
        for date in ("Sun, 22 Nov 2026 01:31:00 GMT", "Sun, 22 Nov 2026 01:31:01 GMT")
    ]

    with capture_logs() as lines:
        for answer in answers:
            submit(answer, request=request)

    alerts = [one for one in lines if one["event"] == "payment_partner.clock_skew"]
    assert [one["seconds"] for one in alerts] == [61]
