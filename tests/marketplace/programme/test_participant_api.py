"""Applications, award and balance over HTTP, for one person."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from marketplace.programme import Application
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_account,
    make_application,
    make_award,
    make_batch,
    make_client,
    make_organisation,
    make_participant,
    make_token,
)
from tests.marketplace.programme.conftest import (
    own_headers,
)


@pytest.fixture
def participant(session):
    return make_participant(session)


@pytest.fixture
def own(session, participant):
    """Headers of the participant in the programme's own application."""
    return own_headers(session, participant)


def test_a_rejected_application_names_its_rules_in_the_readers_language(
    client, session, participant, own
):
    batch = make_batch(session, status="closed")
    make_application(
        session,
        batch,
        participant,
        status="rejected",
        failed_rules=["age_min", "student"],
    )

    english = client.get("/v1/me/applications", headers=own).json
    indonesian = client.get(
        "/v1/me/applications", headers=own | {"Accept-Language": "id"}
    ).json

    (shown,) = english["items"]
    assert shown["batch_number"] == batch.number
    assert shown["failed_rules"] == [
        {
            "rule": "age_min",
            "words": "You were younger than 18 on the day you applied.",
        },
        {"rule": "student", "words": "You are in formal education."},
    ]
    assert indonesian["items"][0]["failed_rules"][1]["words"] == (
        "Anda sedang menempuh pendidikan formal."
    )


def test_applications_are_paged(client, session, participant, own):
    numbers = []
    for _ in range(3):
        batch = make_batch(session, status="closed")
        make_application(session, batch, participant, status="not_selected")
        numbers.insert(0, batch.number)

    first = client.get("/v1/me/applications?limit=2", headers=own).json
    second = client.get(
        f"/v1/me/applications?limit=2&cursor={first['next_cursor']}", headers=own
    ).json

    shown = [item["batch_number"] for item in first["items"] + second["items"]]
    assert shown == numbers


@pytest.mark.parametrize("status", ["planned", "closed", "selected", "decided"])
def test_only_an_open_batch_can_be_joined(client, session, own, status):
    batch = make_batch(session, status=status)

    response = client.post(
        "/v1/me/applications", headers=own, json={"batch_number": batch.number}
    )

    assert response.status_code == 409
    assert response.json["type"] == "/problems/batch-not-open"
    assert _applications(session) == 0


def test_an_unknown_batch_cannot_be_joined(client, session, own):
    response = client.post(
        "/v1/me/applications", headers=own, json={"batch_number": 99}
    )

    assert response.status_code == 404
    assert response.json["type"] == "/problems/batch-not-found"


@pytest.mark.parametrize("status", ["submitted", "verified", "selected"])
def test_one_application_is_under_way_at_a_time(
    client, session, participant, own, status
):
    earlier = make_batch(session)
    make_application(session, earlier, participant, status=status)
    batch = make_batch(session)

    response = client.post(
        "/v1/me/applications", headers=own, json={"batch_number": batch.number}
    )

    assert response.status_code == 409
    assert response.json["type"] == "/problems/already-applied"
    assert response.json["batch_number"] == earlier.number
    assert _applications(session) == 1


def test_a_batch_is_joined_once_even_after_a_rejection(
    client, session, participant, own
):
    batch = make_batch(session)
    make_application(session, batch, participant, status="rejected")

    response = client.post(
        "/v1/me/applications", headers=own, json={"batch_number": batch.number}
    )

    assert response.status_code == 409
    assert response.json["type"] == "/problems/already-applied"
    assert _applications(session) == 1


def test_whoever_was_not_selected_joins_the_next_batch(
    client, session, participant, own
):
    make_application(session, make_batch(session), participant, status="not_selected")
    batch = make_batch(session)

    response = client.post(
        "/v1/me/applications", headers=own, json={"batch_number": batch.number}
    )

    assert response.status_code == 201
    assert response.json["batch_number"] == batch.number
    assert response.json["failed_rules"] == []


def test_a_revoked_award_bars_from_every_later_batch(client, session, participant, own):
    make_award(session, participant, status="revoked", balance=0)
    batch = make_batch(session)

    response = client.post(
        "/v1/me/applications", headers=own, json={"batch_number": batch.number}
    )

    assert response.status_code == 409
    assert response.json["type"] == "/problems/awarded-before"
    assert _applications(session) == 1


def test_an_account_that_is_no_participant_cannot_apply(client, session):
    organisation = make_organisation(session, Kind.OPERATOR)
    app_client = make_client(session, organisation, ["participant:self"])
    bearer = make_token(session, app_client, make_account(session))
    batch = make_batch(session)

    response = client.post(
        "/v1/me/applications",
        headers=authorization(bearer),
        json={"batch_number": batch.number},
    )

    assert response.status_code == 404
    assert response.json["type"] == "/problems/participant-not-found"


def test_a_participant_sees_her_award(client, session, participant, own):
    award = make_award(session, participant, balance=1_250_000)

    shown = client.get("/v1/me/award", headers=own).json

    assert shown["award_id"] == str(award.id)
    assert shown["amount"] == {"amount": 1_250_000, "currency": "IDR"}
    assert shown["balance"] == {"amount": 1_250_000, "currency": "IDR"}
    assert (shown["status"], shown["scheme_code"]) == ("active", "normal")
    assert datetime.fromisoformat(shown["deadline_at"]) == award.purchase_deadline_at


def test_a_platform_sees_balance_deadline_and_status_and_no_more(
    client, session, participant
):
    make_award(session, participant, balance=1_250_000)
    headers = own_headers(session, participant, "balance:read")

    shown = client.get("/v1/participant/balance", headers=headers).json

    assert set(shown) == {"balance", "deadline_at", "status"}
    assert shown["balance"] == {"amount": 1_250_000, "currency": "IDR"}


@pytest.mark.parametrize("address", ["/v1/me/award", "/v1/participant/balance"])
def test_without_an_award_there_is_nothing_to_show(
    client, session, participant, address
):
    scope = "participant:self" if "me" in address.split("/") else "balance:read"

    response = client.get(address, headers=own_headers(session, participant, scope))

    assert response.status_code == 404
    assert response.json["type"] == "/problems/award-not-found"


def test_a_clients_own_token_has_no_balance(client, session):
    organisation = make_organisation(session, Kind.DIGITAL_PLATFORM)
    bearer = make_token(session, make_client(session, organisation, ["balance:read"]))

    response = client.get("/v1/participant/balance", headers=authorization(bearer))

    assert response.status_code == 403
    assert response.json["type"] == "/problems/person-missing"


def _applications(session) -> int:
    return session.scalar(select(func.count()).select_from(Application))
