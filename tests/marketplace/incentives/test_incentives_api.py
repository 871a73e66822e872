"""What a participant sees of her incentives (features 3, 76 and 85)."""

import pytest

from core.ids import new_id
from marketplace.incentives.conditions import WORDS
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import (
    authorization,
    issue_certificate,
    make_account,
    make_award,
    make_client,
    make_due_incentive,
    make_organisation,
    make_payout_account,
    make_token,
)


@pytest.fixture
def headers_of(session):
    """Request headers of a participant who uses the programme's own application."""
    operator = make_organisation(session, Kind.OPERATOR)
    application = make_client(session, operator, ["participant:self"])

    def make(account_id, language="en", key=None):
        account = session.get_one(Account, account_id)
        token = make_token(session, application, account)
        return {**authorization(token, key), "Accept-Language": language}

    return make


def test_before_the_first_certificate_the_list_is_empty(client, session, headers_of):
    award = make_award(session)

    answer = client.get("/v1/me/incentives", headers=headers_of(award.participant_id))

    assert answer.status_code == 200
    assert answer.json == {"items": []}


def test_each_condition_is_named_with_what_is_left_to_do(
    client, session, headers_of, at
):
    award = make_award(session)
    make_payout_account(session, award.participant_id, at=at)
    issue_certificate(session, award, at=at)

    answer = client.get("/v1/me/incentives", headers=headers_of(award.participant_id))

    (incentive,) = answer.json["items"]
    assert incentive["status"] == "conditions_open"
    assert incentive["amount"] == {"amount": 600_000, "currency": "IDR"}
    assert incentive["due_at"] is None
    assert incentive["failure"] is None
    assert [(one["name"], one["met"]) for one in incentive["conditions"]] == [
        ("certificate", True),
        ("review", False),
        ("account_linked", True),
        ("account_verified", True),
    ]
    assert incentive["conditions"][1] == {
        "name": "review",
        "title": "Course rated and reviewed",
        "met": False,
        "met_at": None,
        "how_to_meet": WORDS["review"].how_to_meet.en,
    }
    assert incentive["conditions"][0]["how_to_meet"] is None


def test_the_words_are_indonesian_for_who_asks_for_them(
    client, session, headers_of, at
):
    entitlement = make_due_incentive(session, at=at)
    entitlement.failure = "kyc_not_done"
    entitlement.status = "failed"

    headers = headers_of(entitlement.participant_id, language="id")
    answer = client.get("/v1/me/incentives", headers=headers)

    (incentive,) = answer.json["items"]
    assert incentive["status_text"] == "Pembayaran gagal"
    assert incentive["failure"]["code"] == "kyc_not_done"
    assert incentive["failure"]["how_to_fix"].startswith("Tingkatkan akun dompet")


def test_nobody_sees_the_incentives_of_another(client, session, headers_of, at):
    make_due_incentive(session, at=at)
    stranger = make_account(session)

    answer = client.get("/v1/me/incentives", headers=headers_of(stranger.id))

    assert answer.json == {"items": []}


def test_a_token_for_no_person_is_refused(client, session):
    operator = make_organisation(session, Kind.OPERATOR)
    token = make_token(session, make_client(session, operator, ["participant:self"]))

    answer = client.get(
        "/v1/me/incentives", headers=authorization(token, str(new_id()))
    )

    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/person-missing"
