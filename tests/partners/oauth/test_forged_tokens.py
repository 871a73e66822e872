"""What is no access token of ours opens nothing (OA-15, OA-19).

Our tokens are opaque, so that none of the ways in which a JWT is forged can even begin;
and what we do give out (codes, refresh tokens, secrets) is good for its own use alone.
"""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from core.audit import AuditEntry
from tests.partners.oauth.flow import (
    Pkce,
    get_code,
    make_platform,
    sign_in,
    tokens_for,
    userinfo,
)

ISSUER = "http://127.0.0.1:8000"
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "anyone",
    "aud": ISSUER,
    "scope": "profile:read orders:write",
    "exp": 4_102_444_800,
}


def packed(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(
    header: dict[str, Any], claims: Any = CLAIMS, *, signature: str | None = None
) -> str:
    """A JWT signed by whoever wants to, with a well-known secret."""
    signed = f"{packed(header)}.{packed(claims)}"
    mac = hmac.digest(b"public key as a secret", signed.encode(), "sha256")
    return f"{signed}.{packed(mac) if signature is None else signature}"


AT = {"typ": "at+jwt"}
HS256 = AT | {"alg": "HS256"}
FORGED = {
    "no algorithm": forged(AT | {"alg": "none"}, signature=""),
    "no algorithm, in capitals": forged(AT | {"alg": "NONE"}, signature=""),
    "an empty signature": forged(AT | {"alg": "EdDSA"}, signature=""),
    "no signature at all": forged(HS256).rpartition(".")[0],
    "the public key as a secret": forged(HS256 | {"kid": "1"}),
    "a key of its own": forged(HS256 | {"jwk": {"kty": "oct", "k": "cHVibGlj"}}),
    "a key elsewhere": forged(HS256 | {"jku": "https://evil.example/jwks.json"}),
    "a certificate elsewhere": forged(HS256 | {"x5u": "https://evil.example/x.pem"}),
    "an unknown critical header": forged(HS256 | {"crit": ["exp"]}),
    "a path as the key's name": forged(HS256 | {"kid": "../../dev/null"}),
    "no type": forged({"alg": "HS256"}),
    "the type of an ID token": forged({"alg": "HS256", "typ": "JWT"}),
    "the type of a certificate": forged({"alg": "HS256", "typ": "vc+jwt"}),
    "another audience": forged(HS256, CLAIMS | {"aud": "https://evil.example"}),
    "many audiences": forged(HS256, CLAIMS | {"aud": [ISSUER, "x"]}),
    "many issuers": forged(HS256, CLAIMS | {"iss": [ISSUER]}),
    "an endless life": forged(HS256, json.dumps(CLAIMS)[:-1].encode() + b"e308}"),
    "claims twice": forged(HS256, b'{"sub": "a", "sub": "b"}'),
    "claims that are a list": forged(HS256, [CLAIMS]),
    "claims that are no JSON": forged(HS256, b"\xff"),
    "five parts": forged(HS256) + ".x.y",
    "dots": "..",
    "nothing": "",
    "ten kilobytes": forged(HS256, CLAIMS | {"x": "x" * 7_000}),
    "a quote for SQL": "' OR '1'='1",
    "a wildcard": "%",
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_oa_15_a_forged_token_opens_nothing(client, session, token):
    sign_in(client, session)
    tokens_for(client, make_platform(session), scope="profile:read")
    before = session.scalar(select(func.count()).select_from(AuditEntry))

    response = userinfo(client, token)

    assert response.status_code == 401
    assert response.content_type == "application/problem+json"
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_oa_15_no_other_credential_of_ours_is_an_access_token(client, session):
    """Nor is a true one that was changed by a letter, or its hash from the database."""
    platform = make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform, scope="profile:read")
    true = granted["access_token"]
    hashed = hashlib.sha256(true.encode())
    others = [
        granted["refresh_token"],
        get_code(client, platform, Pkce()),
        platform.secret,
        platform.client.client_id,
        hashed.hexdigest(),
        packed(hashed.digest()),
        true[:-1],
        true + "x",
        true.swapcase(),
        true[::-1],
        f"{true},{true}",
    ]

    statuses = [userinfo(client, other).status_code for other in others]

    assert userinfo(client, true).status_code == 200
    assert statuses == [401] * len(others)


def test_oa_15_a_token_that_moves_money_lives_for_five_minutes(client, session):
    sign_in(client, session)

    granted = tokens_for(client, make_platform(session))

    assert "orders:write" in granted["scope"].split()
    assert granted["expires_in"] == 300
