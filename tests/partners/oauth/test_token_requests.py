"""What careless and hostile token requests meet (OA-09, 16, 17, 19, SC-06)."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from partners.oauth import Token
from tests.partners.oauth.flow import exchange, make_platform


def tokens(session) -> int:
    return session.scalar(select(func.count()).select_from(Token)) or 0


@pytest.mark.parametrize("grant_type", ["password", "implicit", "é", "urn:x:device"])
def test_no_other_grants_exist(client, session, grant_type):
    """OA-09."""
    platform = make_platform(session)

    response = client.post(
        "/oauth/token",
        data={"grant_type": grant_type, "username": "a", "password": "b"},
        headers=platform.authentication(),
    )

    assert response.status_code == 400
    assert response.json == {"error": "unsupported_grant_type"}


@pytest.mark.parametrize("scope", ["admin", "admin catalog:read", "orders:write", " "])
def test_a_client_gets_no_scope_by_filtering(client, session, scope):
    """OA-16; and a scope that needs a person's consent is not a client's own."""
    platform = make_platform(session)

    response = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials", "scope": scope},
        headers=platform.authentication(),
    )

    assert response.status_code == 400
    assert response.json["error"] == "invalid_scope"
    assert tokens(session) == 0


def test_a_public_client_has_no_account_of_its_own(client, session):
    platform = make_platform(session, "none")

    response = client.post(
        "/oauth/token",
        data={
            "grant_type": "client_credentials",
            "scope": "catalog:read",
            **platform.body(),
        },
    )

    assert response.status_code == 401
    assert tokens(session) == 0


@pytest.mark.parametrize("place", ["token", "revoke", "introspect"])
@pytest.mark.parametrize("where", ["query", "both", "twice", "json", "multipart"])
def test_parameters_come_once_and_in_the_body(client, session, place, where):
    """OA-17."""
    platform = make_platform(session)
    form = {
        "grant_type": "client_credentials",
        "scope": "catalog:read",
        "token": "anything",
    }
    body = {
        "query": {"query_string": form},
        "both": {"data": form, "query_string": {"scope": "catalog:read"}},
        "twice": {
            "data": urlencode([*form.items(), *form.items()]),
            "content_type": "application/x-www-form-urlencoded",
        },
        "json": {"json": form},
        "multipart": {"data": form, "content_type": "multipart/form-data"},
    }[where]

    response = client.post(f"/oauth/{place}", headers=platform.authentication(), **body)

    assert response.status_code == 400
    assert response.json["error"] == "invalid_request"
    assert tokens(session) == 0


@pytest.mark.parametrize("place", ["token", "revoke", "introspect"])
@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic /w==",
        "Basic Og==",
        "Basic YQ==",
        "Basic YQBiOmM=",
        "Basic w6k6w6k=",
        "Bearer x",
        "é",
    ],
)
def test_a_strange_authorization_header_is_a_wrong_client(client, place, header):
    """OA-19, SC-06: not base64, not UTF-8, NUL, non-ASCII: never a 5xx."""
    response = client.post(
        f"/oauth/{place}",
        data={"grant_type": "client_credentials", "token": "x"},
        headers={"Authorization": header},
    )

    assert response.status_code == 401
    assert response.json["error"] == "invalid_client"
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("text", ["wrong", "é", "\0", "a" * 5000, "%00", ""])
def test_strange_secrets_codes_and_tokens_are_refused(client, session, text):
    """OA-19, SC-06."""
    platform = make_platform(session, "client_secret_post")
    ours = {"client_id": platform.client.client_id}

    secret = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials", "client_secret": text, **ours},
    )
    code = exchange(client, platform, text, "v" * 43)
    revoked = client.post(
        "/oauth/revoke", data={"token": text or "x", **platform.body()}
    )

    assert (secret.status_code, secret.json["error"]) == (401, "invalid_client")
    assert (code.status_code, code.json["error"]) == (400, "invalid_grant")
    assert revoked.status_code == 200


def test_a_client_proves_itself_in_one_way_and_in_its_own(client, session):
    """RFC 6749, section 2.3."""
    platform = make_platform(session)
    form = {"grant_type": "client_credentials", "scope": "catalog:read"}
    in_body = {
        "client_id": platform.client.client_id,
        "client_secret": platform.secret,
    }

    twice = client.post(
        "/oauth/token", data=form | in_body, headers=platform.authentication()
    )
    other = client.post("/oauth/token", data=form | in_body)
    none = client.post("/oauth/token", data=form | {"client_id": in_body["client_id"]})

    assert (twice.status_code, twice.json["error"]) == (400, "invalid_request")
    assert (other.status_code, other.json["error"]) == (401, "invalid_client")
    assert (none.status_code, none.json["error"]) == (401, "invalid_client")
    assert tokens(session) == 0
