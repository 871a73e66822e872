"""What a client may push, and what it gets for it (OA-10, RFC 9126).

A name in square brackets is that of the OpenID Foundation's test module which asks the
same, without its prefix `fapi2-security-profile-final-`.
"""

import base64
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.database import Base
from partners.oauth.pushed import PushedRequest
from tests.partners.oauth.flow import Pkce, make_platform, question
from tests.partners.oauth.pushed.pushing import REQUEST_URI, push
from tests.partners.oauth.signing import ISSUER, asserted, assertion

METHODS = ["private_key_jwt", "client_secret_basic", "client_secret_post", "none"]


def pushed(session) -> int:
    return session.scalar(select(func.count()).select_from(PushedRequest)) or 0


@pytest.mark.parametrize("method", METHODS)
def test_oa_10_a_pushed_request_gets_a_reference_for_ninety_seconds(
    client, session, method
):
    answer = push(client, make_platform(session, method))

    row = session.scalars(select(PushedRequest)).one()
    key = answer.json["request_uri"].removeprefix(REQUEST_URI)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json.keys() == {"request_uri", "expires_in"}
    assert answer.json["expires_in"] == 90
    assert len(base64.urlsafe_b64decode(key + "=")) == 32
    assert row.expires_at - row.created_at == timedelta(seconds=90)


def test_the_metadata_says_where_to_push(client):
    said = client.get("/.well-known/oauth-authorization-server").json

    assert said["pushed_authorization_request_endpoint"] == f"{ISSUER}/oauth/par"
    assert said["require_pushed_authorization_requests"] is False
    assert said["request_parameter_supported"] is False


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_oa_10_pushing_is_posting(client, method):
    """[par-attempt-invalid-http-method]"""
    answer = getattr(client, method)("/oauth/par")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize(
    "authentication",
    [
        {},
        {"client_secret": "wrong"},
        asserted("x.y.z"),
    ],
)
@pytest.mark.parametrize("method", ["private_key_jwt", "client_secret_post"])
def test_oa_10_a_client_must_say_who_it_is(client, session, method, authentication):
    platform = make_platform(session, method)

    answer = client.post("/oauth/par", data=question(platform, Pkce()) | authentication)

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert pushed(session) == 0


def test_oa_10_an_assertion_for_the_endpoint_s_address_is_refused(client, session):
    """[par-test-par-endpoint-url-as-audience-fails], [par-test-array-as-audience-
    fails], [par-test-token-endpoint-url-as-audience-fails]"""
    platform = make_platform(session, "private_key_jwt")
    for aud in (f"{ISSUER}/oauth/par", [ISSUER], f"{ISSUER}/oauth/token"):
        text = assertion(platform.client.client_id, platform.key, aud=aud)

        answer = client.post(
            "/oauth/par", data=question(platform, Pkce()) | asserted(text)
        )

        assert answer.json["error"] == "invalid_client"
    assert pushed(session) == 0


BAD = {
    "no PKCE [par-ensure-pkce-required]": (
        {"code_challenge": None, "code_challenge_method": None},
        "invalid_request",
    ),
    "plain PKCE [par-plain-pkce-rejected]": (
        {"code_challenge_method": "plain"},
        "invalid_request",
    ),
    "a reference [par-authorization-request-containing-request_uri]": (
        {"request_uri": REQUEST_URI + "x"},
        "invalid_request",
    ),
    "an empty reference": ({"request_uri": ""}, "invalid_request"),
    "a request object": ({"request": "x.y.z"}, "request_not_supported"),
    "no redirect URI [ensure-redirect-uri-in-authorization-request]": (
        {"redirect_uri": None},
        "invalid_request",
    ),
    "another redirect URI [ensure-registered-redirect-uri]": (
        {"redirect_uri": "https://evil.example/"},
        "invalid_request",
    ),
    "code id_token [ensure-response-type-code-idtoken-fails]": (
        {"response_type": "code id_token"},
        "unsupported_response_type",
    ),
    "token [ensure-response-type-token-fails]": (
        {"response_type": "token"},
        "unsupported_response_type",
    ),
    "no response type": ({"response_type": None}, "invalid_request"),
    "a scope it may not have": ({"scope": "admin"}, "invalid_scope"),
    "no scope": ({"scope": None}, "invalid_scope"),
}


@pytest.mark.parametrize(("changes", "error"), BAD.values(), ids=BAD)
def test_oa_10_faults_are_told_at_once(client, session, changes, error):
    """And to the client itself: nobody is redirected."""
    answer = push(client, make_platform(session), **changes)

    assert (answer.status_code, answer.json["error"]) == (400, error)
    assert answer.location is None
    assert "state" not in answer.json
    assert pushed(session) == 0


def test_oa_17_parameters_come_once_and_in_the_body(client, session):
    platform = make_platform(session)
    asked, headers = question(platform, Pkce()), platform.authentication()
    query = {"query_string": asked, "headers": headers}
    twice = asked | {"scope": ["profile:read", "orders:write"]}

    answers = [
        client.post("/oauth/par", **query),
        client.post("/oauth/par", data={}, **query),
        client.post("/oauth/par", data=twice, headers=headers),
        client.post("/oauth/par", json=asked, headers=headers),
    ]

    assert {one.status_code for one in answers} == {400}
    assert {one.json["error"] for one in answers} == {"invalid_request"}
    assert pushed(session) == 0


def test_a_client_pushes_for_itself_alone(client, session):
    platform, other = make_platform(session), make_platform(session)

    answer = client.post(
        "/oauth/par",
        data=question(other, Pkce()),
        headers=platform.authentication(),
    )

    assert answer.json["error"] == "invalid_request"
    assert pushed(session) == 0


def test_who_says_it_in_the_header_need_not_say_it_again(client, session):
    platform = make_platform(session)

    answer = push(client, platform, client_id=None)

    assert answer.status_code == 201


@pytest.mark.parametrize("name", ["state", "nonce", "x"])
def test_a_request_without_end_is_not_kept(client, session, name):
    answer = push(client, make_platform(session), **{name: "x" * 20_000})

    assert (answer.status_code, answer.json["error"]) == (413, "invalid_request")
    assert pushed(session) == 0


def test_oa_19_neither_the_reference_nor_what_was_pushed_is_readable(client, session):
    platform = make_platform(session, "private_key_jwt")
    hint = {"login_hint": "ani@example.org", "state": "a-state-of-hers"}

    issued = push(client, platform, **hint).json["request_uri"]

    dump = " ".join(
        row[0]
        for table in Base.metadata.sorted_tables
        for row in session.connection().exec_driver_sql(
            f"SELECT t::text FROM {table.name} t"
        )
    )
    for secret in (issued, issued.removeprefix(REQUEST_URI), *hint.values()):
        assert secret not in dump
        assert secret.encode().hex() not in dump
