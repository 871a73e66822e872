"""Checking whose account it is before anything is paid to it."""

import httpx
import pytest

from marketplace.payments.partner import (
    Accepted,
    AccountToVerify,
    AccountVerification,
    VerificationRefused,
    VerificationUnavailable,
)
from tests.marketplace.payments.making import (
    Scripted,
    make_key,
    make_request,
    no_answer,
    refusal,
)


def account(number="8801234567"):
    return AccountToVerify("014", number, "SITI AMINAH")


@pytest.mark.parametrize(
    ("number", "name_matches", "kyc_verified"),
    [
        ("8801234567", True, True),
        ("8800999902", False, True),
        ("8800999903", True, False),
    ],
)
def test_the_partner_says_what_it_knows_of_the_holder(
    client, number, name_matches, kyc_verified
):
    finding = client.verify_account(account(number), make_key())

    assert isinstance(finding, AccountVerification)
    assert finding.name_matches is name_matches
    assert finding.kyc_verified is kyc_verified
    assert finding.destination.startswith("ba_")


def test_a_closed_account_is_refused(client):
    finding = client.verify_account(account("8800999901"), make_key())

    assert isinstance(finding, VerificationRefused)
    assert finding.code == "account_closed"


def test_a_payout_goes_to_the_reference_in_place_of_the_number(client, simulator):
    finding = client.verify_account(account(), make_key())
    request = make_request(destination=finding.destination)

    assert isinstance(client.create_payout(request, make_key()), Accepted)
    assert simulator.paid_for(request.order_id)["payouts"] == 1


def test_an_account_that_takes_no_payouts_is_known_by_its_reference(client, simulator):
    finding = client.verify_account(account("8800999905"), make_key())
    request = make_request(destination=finding.destination)

    assert client.create_payout(request, make_key()).code == "account_closed"
    assert simulator.paid_for(request.order_id)["payouts"] == 0


def test_a_malformed_account_is_refused(client):
    finding = client.verify_account(account("no digits"), make_key())

    assert isinstance(finding, VerificationRefused)
    assert finding.code == "invalid_request_error"


def test_a_lost_answer_is_fetched_again(client, simulator):
    simulator.break_down(lost_answer=1)

    finding = client.verify_account(account(), make_key())

    assert isinstance(finding, AccountVerification)
    assert [one.status for one in finding.attempts] == [None, 200]


@pytest.mark.parametrize(
    "answers",
    [
        [no_answer] * 4,
        [refusal(500, "api_error")] * 4,
        [refusal(401, "invalid_request_error")],
        [httpx.Response(404, text="<html>")],
        [httpx.Response(200, text="<html>")],
        [httpx.Response(200, json={"id": "av_1", "destination": "ba_1"})],
        [
            httpx.Response(
                200,
                json={
                    "id": "av_1",
                    "destination": "ba_1",
                    "holder_name_match": "yes",
                    "kyc_verified": True,
                },
            )
        ],
    ],
)
def test_without_a_reliable_answer_nothing_is_known_of_the_account(answers):
    finding = Scripted(*answers).client().verify_account(account(), make_key())

    assert isinstance(finding, VerificationUnavailable)


def test_number_and_name_stay_out_of_what_may_be_printed():
    shown = repr(account())

    assert "8801234567" not in shown
    assert "SITI" not in shown
