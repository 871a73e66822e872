"""Ending tokens, asking about them, and what we say about ourselves (OA-08, 18, 19)."""

import pytest
from sqlalchemy import select

from core.database import Base
from partners.oauth import Token
from tests.partners.oauth.flow import (
    Pkce,
    exchange,
    get_code,
    make_platform,
    sign_in,
    tokens_for,
)

METHODS = ["private_key_jwt", "client_secret_basic", "client_secret_post", "none"]
ISSUER = "http://127.0.0.1:8000"


def test_revoking_is_for_the_owner(client, session):
    """OA-18."""
    platform, other = make_platform(session), make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform)
    data = {"token": granted["access_token"]}

    foreign = client.post("/oauth/revoke", data=data, headers=other.authentication())
    unknown = client.post(
        "/oauth/revoke", data={"token": "x"}, headers=platform.authentication()
    )

    assert (foreign.status_code, foreign.json["error"]) == (400, "invalid_grant")
    assert (unknown.status_code, unknown.json) == (200, {})
    assert session.scalar(select(Token.revoked_at)) is None


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
@pytest.mark.parametrize("hint", ["", "access_token", "refresh_token", "other"])
def test_revoking_ends_the_whole_authorization(client, session, kind, hint):
    """OA-18; a hint is only a hint."""
    platform = make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform)
    auth = {"headers": platform.authentication()}

    response = client.post(
        "/oauth/revoke", data={"token": granted[kind], "token_type_hint": hint}, **auth
    )

    assert (response.status_code, response.json) == (200, {})
    for text in (granted["access_token"], granted["refresh_token"]):
        seen = client.post("/oauth/introspect", data={"token": text}, **auth)
        assert seen.json == {"active": False}


def test_introspection_tells_the_owner_and_nobody_else(client, session):
    """OA-18: each token by its own end."""
    platform, other = make_platform(session), make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform)

    def seen(who, text):
        response = client.post(
            "/oauth/introspect", data={"token": text}, headers=who.authentication()
        )
        return response.json

    access = seen(platform, granted["access_token"])
    refreshing = seen(platform, granted["refresh_token"])

    assert access["active"] is True
    assert access["client_id"] == platform.client.client_id
    assert access["scope"] == "orders:write profile:read"
    assert access["exp"] - access["iat"] == 300
    assert refreshing["exp"] - refreshing["iat"] == 30 * 24 * 3600
    assert seen(other, granted["access_token"]) == {"active": False}
    assert seen(platform, "invented") == {"active": False}


def test_both_metadata_addresses_say_the_same_and_the_truth(client):
    """OA-08."""
    first = client.get("/.well-known/oauth-authorization-server").json
    second = client.get("/.well-known/openid-configuration").json

    assert first == second
    assert first["issuer"] == ISSUER
    assert first["code_challenge_methods_supported"] == ["S256"]
    assert first["response_types_supported"] == ["code"]
    assert first["authorization_response_iss_parameter_supported"] is True
    for name, method in [
        ("authorization_endpoint", client.get),
        ("token_endpoint", client.post),
        ("revocation_endpoint", client.post),
        ("introspection_endpoint", client.post),
        ("pushed_authorization_request_endpoint", client.post),
        ("userinfo_endpoint", client.get),
        ("service_documentation", client.get),
    ]:
        path = first[name].removeprefix(ISSUER)
        with method(path) as response:
            assert response.status_code not in (404, 405), name


def test_every_method_in_the_metadata_works(client, session):
    """OA-08: the token endpoint lets clients in by each of them."""
    sign_in(client, session)
    offered = client.get("/.well-known/oauth-authorization-server").json

    methods = offered["token_endpoint_auth_methods_supported"]

    assert methods == METHODS
    for method in methods:
        platform = make_platform(session, method)
        assert tokens_for(client, platform)["scope"] == "orders:write profile:read"


def test_what_was_issued_is_nowhere_in_the_tables(client, session):
    """OA-19: only hashes are stored, of codes, tokens and secrets."""
    platform, pkce = make_platform(session), Pkce()
    sign_in(client, session)
    code = get_code(client, platform, pkce)
    granted = exchange(client, platform, code, pkce.verifier).json
    issued = [code, granted["access_token"], granted["refresh_token"], platform.secret]

    found = []
    for table in Base.metadata.sorted_tables:
        rows = session.connection().exec_driver_sql(
            f"SELECT t::text FROM {table.name} t"
        )
        dump = " ".join(row[0] for row in rows)
        found += [
            text for text in issued if text in dump or text.encode().hex() in dump
        ]

    assert found == []
