"""The Basic plan of the conformance suite: its modules about codes, clients and keys
(OA-21). What we do not offer is refused."""

from datetime import UTC, datetime

import httpx
import pytest

from partners.oauth import AuthorizationCode
from partners.oauth.token_keys import Algorithm, TokenKey
from partners.oauth.token_keys.rules import PUBLISHED_BEFORE
from partners.oauth.token_keys.services.rotate import rotate
from tests.partners.oauth.oidc.plan.script import CALLBACK
from tests.partners.oauth.oidc.plan.steps import (
    seconds,
    shift,
    subject_is_the_same,
    unsigned,
)

pytestmark = pytest.mark.slow


def test_oidcc_codereuse(party, browser):
    """oidcc-codereuse: the second use is invalid_grant."""
    code = party.authorize(browser).answer["code"]
    assert party.redeem(code).status_code == 200

    again = party.redeem(code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_oidcc_codereuse_30seconds(served, party, browser):
    """oidcc-codereuse-30seconds: also later, and what the first use gave is dead."""
    code = party.authorize(browser).answer["code"]
    granted = party.redeem(code).json()
    shift(served, AuthorizationCode, created_at=seconds(30), expires_at=seconds(30))

    again = party.redeem(code)

    assert again.json()["error"] == "invalid_grant"
    assert party.userinfo(granted).status_code == 401


def test_oidcc_ensure_registered_redirect_uri(party, browser):
    """oidcc-ensure-registered-redirect-uri: an error page, and no redirect."""
    visit = party.authorize(browser, redirect_uri=CALLBACK + "/other")

    assert visit.answer == {}
    assert visit.page.status_code == 422


def test_oidcc_ensure_post_request_succeeds(party, browser):
    """oidcc-ensure-post-request-succeeds"""
    asked = party.request()

    visit = browser.go(
        party.metadata["authorization_endpoint"], method="POST", data=asked
    )

    assert visit.pages == ["sign-in", "consent"]
    granted = party.redeem(visit.answer["code"]).json()
    assert party.verify(granted, nonce=asked["nonce"])["sub"]


def test_oidcc_server_client_secret_post(make_party, browser):
    """oidcc-server-client-secret-post"""
    party = make_party("client_secret_post")

    assert subject_is_the_same(party, party.sign_in(browser))


def test_oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(
    party, browser
):
    """oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported"""
    assert party.metadata["request_uri_parameter_supported"] is False

    visit = party.authorize(browser, request_uri="https://rp.example/request.jwt")

    assert visit.answer["error"] == "request_uri_not_supported"


def test_oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(
    party, browser
):
    """oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported"""
    assert party.metadata["request_parameter_supported"] is False

    visit = party.authorize(browser, request=unsigned(party.request()))

    assert visit.answer["error"] == "request_not_supported"


def test_oidcc_ensure_request_object_with_redirect_uri(party, browser):
    """oidcc-ensure-request-object-with-redirect-uri: request objects are not read, so
    the parameter counts, and one that is not registered is nobody's address."""
    inside = unsigned(party.request())

    visit = party.authorize(
        browser, request=inside, redirect_uri="https://rp.example/invalid"
    )

    assert visit.answer == {}
    assert visit.page.status_code == 422


def test_oidcc_refresh_token(make_party, browser):
    """oidcc-refresh-token: id_token of the same sign-in, bound to its client."""
    party, other = make_party(), make_party()
    first = party.sign_in(browser)
    foreign = other.sign_in(browser)

    refreshed = party.refresh(first["refresh_token"]).json()
    stolen = party.refresh(foreign["refresh_token"])

    claims = party.verify(refreshed)
    for name in ("iss", "sub", "aud", "auth_time"):
        assert claims[name] == first["claims"][name]
    assert claims["iat"] >= first["claims"]["iat"]
    assert "nonce" not in claims
    assert party.userinfo(refreshed).status_code == 200
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")


def test_oidcc_ensure_request_with_valid_pkce_succeeds(party, browser):
    """oidcc-ensure-request-with-valid-pkce-succeeds: and a wrong verifier fails."""
    assert party.sign_in(browser)["id_token"]

    code = party.authorize(browser).answer["code"]
    wrong = party.redeem(code, code_verifier="w" * 43)

    assert wrong.json()["error"] == "invalid_grant"


def test_oidcc_server_rotate_keys(served, party):
    """oidcc-server-rotate-keys: a new key is there, the old one still is."""

    def kids():
        found = httpx.get(party.metadata["jwks_uri"]).json()["keys"]
        assert all("d" not in key for key in found)
        return {key["kid"] for key in found}

    before = kids()
    shift(served, TokenKey, published_at=PUBLISHED_BEFORE)
    with served.sessions.begin() as session:
        rotate(session, Algorithm.ES256, at=datetime.now(UTC))

    assert before < kids()
