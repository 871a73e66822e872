"""Asking who she is: by GET and POST, with the token in the header or in the body."""

import pytest

from tests import factories
from tests.partners.oauth.flow import make_platform, sign_in
from tests.partners.oauth.oidc.relying import sign_in_at, subject


@pytest.fixture
def granted(client, session):
    sign_in(client, session)
    return sign_in_at(client, make_platform(session))


def bearer(granted):
    return {"Authorization": f"Bearer {granted['access_token']}"}


def test_every_way_of_asking_gets_the_same_answer(client, granted):
    answers = [
        client.get("/v1/userinfo", headers=bearer(granted)),
        client.post("/v1/userinfo", headers=bearer(granted)),
        client.post("/v1/userinfo", data={"access_token": granted["access_token"]}),
    ]

    assert [one.status_code for one in answers] == [200] * 3
    assert len({one.data for one in answers}) == 1
    assert answers[0].json["sub"] == subject(client, granted)
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_a_token_comes_in_one_way(client, granted):
    """RFC 6750, section 2."""
    response = client.post(
        "/v1/userinfo",
        data={"access_token": granted["access_token"]},
        headers=bearer(granted),
    )

    assert response.status_code == 400
    assert response.json["type"] == "/problems/token-twice"


@pytest.mark.parametrize(
    "request_",
    [
        {"query_string": "access_token={}"},
        {"json": {"access_token": "{}"}},
        {"data": {"token": "{}"}},
        {"data": {}},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_other_place_is_looked_at(client, granted, request_, method):
    """A query ends up in logs (RFC 6750, section 2.3)."""
    token = granted["access_token"]
    filled = {
        name: value.format(token)
        if isinstance(value, str)
        else {key: text.format(token) for key, text in value.items()}
        for name, value in request_.items()
    }

    response = client.open("/v1/userinfo", method=method, **filled)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["", "a\0b", "é", "x" * 600, "\ud800"])
def test_a_strange_token_in_the_body_is_a_wrong_token(client, token):
    body = token.encode("utf-8", "surrogatepass")
    response = client.post(
        "/v1/userinfo",
        data=b"access_token=" + body,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 401


def test_other_operations_take_no_token_from_a_form(client, session, granted):
    response = client.post(
        "/v1/registrations", data={"access_token": granted["access_token"]}
    )

    assert response.status_code == 401


def test_a_token_without_a_scope_for_it_is_told_so(client, session):
    organisation = factories.make_organisation(session)
    oauth_client = factories.make_client(session, organisation, ["balance:read"])
    token = factories.make_token(session, oauth_client, factories.make_account(session))

    response = client.get("/v1/userinfo", headers=factories.authorization(token))

    assert response.status_code == 403
    assert response.json["type"] == "/problems/scope-missing"
    assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]
