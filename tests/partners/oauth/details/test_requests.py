"""What a request may ask for in `authorization_details` (RFC 9396)."""

import json

import pytest
from sqlalchemy import func, select

from core.ids import new_id
from partners.oauth import AuthorizationCode, Grant
from tests.partners.oauth.flow import (
    Pkce,
    about,
    answer,
    make_platform,
    question,
    sign_in,
    tokens_for,
)

IDS = {"offering_id": str(new_id()), "schedule_id": str(new_id())}
PURCHASE = {
    "type": "course_purchase",
    **IDS,
    "price": {"amount": 350_000, "currency": "IDR"},
}
UNUSABLE = {
    "an unknown type": [{**PURCHASE, "type": "payment_initiation"}],
    "no type": [{**IDS, "price": PURCHASE["price"]}],
    "a type that is no text": [{**PURCHASE, "type": ["course_purchase"]}],
    "another kind's type": [
        {
            "type": "sequence_verification",
            "verification_id": str(new_id()),
            "sequence": 1,
        }
    ],
    "an unknown member": [{**PURCHASE, "actions": ["buy"]}],
    "a missing member": [{"type": "course_purchase", **IDS}],
    "an id that is none": [{**PURCHASE, "offering_id": "1"}],
    "null for an id": [{**PURCHASE, "schedule_id": None}],
    "a fraction": [{**PURCHASE, "price": {"amount": 350_000.5, "currency": "IDR"}}],
    "a whole fraction": [{**PURCHASE, "price": {"amount": 350.0, "currency": "IDR"}}],
    "a text": [{**PURCHASE, "price": {"amount": "350000", "currency": "IDR"}}],
    "a negative": [{**PURCHASE, "price": {"amount": -1, "currency": "IDR"}}],
    "too much": [{**PURCHASE, "price": {"amount": 2**53, "currency": "IDR"}}],
    "another currency": [{**PURCHASE, "price": {"amount": 350_000, "currency": "USD"}}],
    "no currency": [{**PURCHASE, "price": {"amount": 350_000}}],
    "a bare amount": [{**PURCHASE, "price": 350_000}],
    "nothing": [],
    "two": [PURCHASE, PURCHASE],
    "an object": PURCHASE,
    "a text in the list": ["course_purchase"],
    "null": None,
}
UNREADABLE = ["", "[", "course_purchase", "[{]", "\0", "NaN", "[" * 1_000, "x" * 3_000]


def refused(client, platform, text: str | None, **changes: str) -> dict[str, str]:
    asked = question(platform, Pkce(), scope=None, authorization_details=text)
    return answer(client.get("/oauth/authorize", query_string=asked | changes))


@pytest.mark.parametrize("details", UNUSABLE.values(), ids=UNUSABLE)
def test_only_what_a_type_says_is_taken(client, session, details):
    """RFC 9396, section 5: unknown types and members are refused, never ignored."""
    platform = make_platform(session)
    sign_in(client, session)

    back = refused(client, platform, json.dumps(details))

    assert back["error"] == "invalid_authorization_details"
    assert back["state"] == "xyz"
    assert back["iss"] == "http://127.0.0.1:8000"
    assert session.scalar(select(func.count()).select_from(Grant)) == 0


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_json_is_refused(client, session, text):
    platform = make_platform(session)
    sign_in(client, session)

    assert refused(client, platform, text)["error"] == "invalid_authorization_details"


def test_one_act_and_standing_scopes_are_asked_for_apart(client, session):
    platform = make_platform(session)
    sign_in(client, session)

    back = refused(client, platform, json.dumps([PURCHASE]), scope="profile:read")

    assert back["error"] == "invalid_authorization_details"


def test_a_program_that_keeps_no_secret_may_not_ask(client, session):
    platform = make_platform(session, "none")
    sign_in(client, session)

    back = refused(client, platform, json.dumps([PURCHASE]))

    assert back["error"] == "invalid_authorization_details"


def test_what_nobody_knows_is_refused_before_she_is_asked(client, session):
    platform = make_platform(session)
    sign_in(client, session)

    back = refused(client, platform, json.dumps([PURCHASE]))

    assert back["error"] == "invalid_authorization_details"
    assert "does not offer" in back["error_description"]
    assert session.scalar(select(func.count()).select_from(AuthorizationCode)) == 0


def test_a_stranger_signs_in_before_anything_is_looked_up(client, session):
    platform = make_platform(session)

    asked = question(platform, Pkce(), **about(PURCHASE))
    response = client.get("/oauth/authorize", query_string=asked)

    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=")
    assert "authorization_details" in response.location


def test_a_token_request_without_a_code_may_not_ask(client, session):
    """RFC 9396, section 6: the types need a person's consent."""
    platform = make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform)

    answers = [
        client.post(
            "/oauth/token",
            data={**form, "authorization_details": json.dumps([PURCHASE])},
            headers=platform.authentication(),
        )
        for form in (
            {"grant_type": "client_credentials", "scope": "catalog:read"},
            {
                "grant_type": "refresh_token",
                "refresh_token": granted["refresh_token"],
            },
        )
    ]

    for response in answers:
        assert response.status_code == 400
        assert response.json["error"] == "invalid_authorization_details"


def test_the_metadata_names_the_types(client):
    """RFC 9396, section 10."""
    metadata = client.get("/.well-known/oauth-authorization-server").json

    assert metadata["authorization_details_types_supported"] == [
        "course_purchase",
        "sequence_verification",
    ]
