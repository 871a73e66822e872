"""Asking a partner what became of an order (PY-01)."""

from datetime import timedelta

import httpx
import pytest

from marketplace.payments.partner import Found, LookupFailed, Missing
from tests.marketplace.payments.making import (
    AT,
    Scripted,
    make_request,
    no_answer,
    payout_answer,
    payout_body,
    refusal,
)


def page(*payouts, more=False):
    body = {"object": "list", "data": list(payouts), "has_more": more}
    return httpx.Response(200, json=body)


def other(number):
    return payout_body(make_request(), id=f"po_{number}")


def test_an_order_is_found_on_the_last_page():
    request = make_request()
    wanted = payout_body(request, id="po_wanted", status="paid")
    partner = Scripted(
        page(other(3), other(2), more=True), page(other(1), wanted, more=False)
    )

    found = partner.client().find_payout(request.order_id)

    assert isinstance(found, Found)
    assert [(one.id, one.status) for one in found.payouts] == [("po_wanted", "paid")]
    assert [dict(sent.url.params) for sent in partner.requests] == [
        {"limit": "100"},
        {"limit": "100", "starting_after": "po_2"},
    ]
    assert len(found.attempts) == 2


def test_asking_carries_no_idempotency_key():
    partner = Scripted(page())

    partner.client().find_payout("o-1")

    assert "Idempotency-Key" not in partner.requests[0].headers


def test_the_list_is_limited_to_a_time_on_every_page():
    partner = Scripted(page(other(2), more=True), page(other(1)))

    partner.client().find_payout("o-1", since=AT, until=AT + timedelta(hours=1))

    for sent in partner.requests:
        assert sent.url.params["created[gte]"] == str(int(AT.timestamp()))
        assert sent.url.params["created[lt]"] == str(int(AT.timestamp()) + 3600)


def test_every_payout_of_the_order_is_shown():
    request = make_request()
    both = [
        payout_body(request, id="po_2"),
        payout_body(request, id="po_1", status="failed"),
    ]

    found = Scripted(page(*both)).client().find_payout(request.order_id)

    assert [one.id for one in found.payouts] == ["po_2", "po_1"]


def test_only_a_list_read_to_its_end_says_that_a_payout_is_missing():
    missing = Scripted(page(other(1))).client().find_payout("o-1")
    cut = Scripted(page(other(1), more=True), *[no_answer] * 4)

    assert isinstance(missing, Missing)
    assert isinstance(cut.client().find_payout("o-1"), LookupFailed)


@pytest.mark.parametrize(
    "answers",
    [
        [page(other(1), more=True)] * 2,
        [page(more=True)],
        [httpx.Response(200, json={"data": []})],
        [httpx.Response(200, json={"data": {}, "has_more": False})],
        [httpx.Response(200, json={"data": [1], "has_more": False})],
        [httpx.Response(200, json={"data": [{"id": "po_1"}], "has_more": False})],
        [httpx.Response(200, text="<html>")],
        [refusal(401, "invalid_request_error")],
    ],
)
def test_a_list_that_cannot_be_relied_on_proves_nothing(answers):
    outcome = Scripted(*answers).client().find_payout("o-1")

    assert isinstance(outcome, LookupFailed)


def test_a_payout_is_looked_up_by_its_id():
    request = make_request()
    partner = Scripted(payout_answer(request, id="po/1"))

    found = partner.client().retrieve_payout("po/1")

    assert found.payouts[0].order_id == request.order_id
    assert partner.requests[0].url.raw_path == b"/v1/payouts/po%2F1"


def test_a_payout_that_does_not_exist_is_missing():
    partner = Scripted(refusal(404, "invalid_request_error", "resource_missing"))

    assert isinstance(partner.client().retrieve_payout("po_1"), Missing)


@pytest.mark.parametrize(
    "answer",
    [
        payout_answer(make_request(), id="po_another"),
        payout_answer(make_request(), amount="all"),
        httpx.Response(404, text="<html>"),
        httpx.Response(404, json={}),
        refusal(403, "invalid_request_error"),
    ],
)
def test_an_unreliable_answer_about_a_payout_proves_nothing(answer):
    outcome = Scripted(answer).client().retrieve_payout("po_1")

    assert isinstance(outcome, LookupFailed)
