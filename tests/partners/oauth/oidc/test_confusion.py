"""Nothing that we sign passes for anything else that we sign (OA-15)."""

import hmac

import pytest

from core.signing import BadSignature, issuer_of
from tests.partners.oauth.flow import make_platform, sign_in, tokens_for, userinfo
from tests.partners.oauth.oidc.relying import key_set, sign_in_at
from tests.partners.oauth.test_forged_tokens import packed

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def id_token(client, session):
    sign_in(client, session)
    return sign_in_at(client, make_platform(session))["id_token"]


def test_oa_15_an_id_token_is_no_access_token(client, id_token):
    assert userinfo(client, id_token).status_code == 401
    in_form = client.post("/v1/userinfo", data={"access_token": id_token})
    assert in_form.status_code == 401


def test_an_id_token_is_no_certificate(session, id_token):
    with pytest.raises(BadSignature):
        issuer_of(session).verify(id_token)


def test_a_certificate_s_signature_is_no_id_token(client, session):
    token = issuer_of(session).sign({"iss": "http://127.0.0.1:8000", "sub": "x"})
    kids = {key.kid for key in key_set(client).keys}

    assert all(kid not in token for kid in kids)


def test_an_id_token_authenticates_no_client(client, session, id_token):
    platform = make_platform(session)

    response = client.post(
        "/oauth/token",
        data={
            "grant_type": "client_credentials",
            "client_id": platform.client.client_id,
            "client_assertion": id_token,
            "client_assertion_type": ASSERTION,
        },
    )

    assert response.status_code == 401
    assert response.json["error"] == "invalid_client"


def test_the_published_key_cannot_be_used_as_a_shared_secret(client, session):
    """RFC 8725, section 2.1: a token with HS256 under a public key is nobody's."""
    sign_in(client, session)
    tokens_for(client, make_platform(session), scope="openid")
    public = key_set(client).keys[0]
    header = {"alg": "HS256", "kid": public.kid, "typ": "at+jwt"}
    signed = ".".join(map(packed, (header, {"sub": "x", "scope": "openid"})))
    mac = hmac.digest(public.as_pem(private=False), signed.encode(), "sha256")

    assert userinfo(client, f"{signed}.{packed(mac)}").status_code == 401
