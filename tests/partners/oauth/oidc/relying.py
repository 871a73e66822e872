"""What a client does with what it gets: it verifies, and believes nothing else."""

from datetime import UTC, datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    exchange,
    get_code,
    userinfo,
)

ISSUER = "http://127.0.0.1:8000"
OPENID = "openid profile:read"


def key_set(http: FlaskClient) -> KeySet:
    """The keys at the address that the metadata names."""
    metadata = http.get("/.well-known/openid-configuration").json
    return KeySet.import_key_set(
        http.get(metadata["jwks_uri"].removeprefix(ISSUER)).json
    )


def verified(
    http: FlaskClient,
    platform: Platform,
    granted: dict[str, Any],
    *,
    nonce: str | None = None,
    max_age: int | None = None,
) -> dict[str, Any]:
    """The claims of an id_token that authlib's client accepts, with our algorithms."""
    token = jwt.decode(
        granted["id_token"], key_set(http), algorithms=["ES256", "RS256"]
    )
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": ISSUER},
            "aud": {"essential": True, "value": platform.client.client_id},
        },
        params={
            "nonce": nonce,
            "client_id": platform.client.client_id,
            "access_token": granted["access_token"],
            "max_age": max_age,
        },
    )
    claims.validate(now=int(datetime.now(UTC).timestamp()))
    return dict(token.claims)


def header_of(id_token: str) -> dict[str, Any]:
    return dict(extract_compact(id_token.encode()).headers())


def sign_in_at(
    http: FlaskClient, platform: Platform, **changes: str | None
) -> dict[str, Any]:
    """What the token endpoint answers after an OpenID sign-in."""
    pkce = Pkce()
    code = get_code(http, platform, pkce, **({"scope": OPENID} | changes))
    response = exchange(http, platform, code, pkce.verifier)
    assert response.status_code == 200, response.text
    return response.json


def subject(http: FlaskClient, granted: dict[str, Any]) -> str:
    return userinfo(http, granted["access_token"]).json["sub"]
