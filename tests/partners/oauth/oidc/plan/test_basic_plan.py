"""The Basic OpenID provider plan of the conformance suite, module by module (OA-21).

A module that the suite skips for a provider like ours (it does not offer what the
module is about) is here too, and shows that it is not offered, and refused.
"""

import json
from urllib.parse import urlencode

import httpx
import pytest

from tests.partners.oauth.oidc.plan.script import bearer
from tests.partners.oauth.oidc.plan.steps import (
    NO_ALGORITHM,
    decoded,
    subject_is_the_same,
)

pytestmark = pytest.mark.slow


def test_oidcc_server(party, browser):
    """oidcc-server: code flow, id_token verified in every claim, resource called."""
    granted = party.sign_in(browser)

    assert granted["pages"] == ["sign-in", "consent"]
    assert granted["token_type"] == "Bearer"
    assert granted["claims"]["nonce"]
    assert "azp" not in granted["claims"]
    assert granted["claims"]["exp"] > granted["claims"]["iat"]
    assert subject_is_the_same(party, granted)


def test_oidcc_response_type_missing(party, browser):
    """oidcc-response-type-missing"""
    visit = party.authorize(browser, response_type=None)

    assert visit.answer["error"] in ("invalid_request", "unsupported_response_type")


def test_oidcc_idtoken_signature(make_party, browser):
    """oidcc-idtoken-signature: also as a client that asked for RS256."""
    for algorithm in ("ES256", "RS256"):
        party = make_party(id_token_alg=algorithm)

        granted = party.sign_in(browser)

        header = json.loads(decoded(granted["id_token"].split(".")[0]))
        assert header["alg"] == algorithm
        assert header["kid"]


def test_oidcc_idtoken_unsigned(party, browser):
    """oidcc-idtoken-unsigned: `none` is not offered, and no client gets it."""
    offered = party.metadata["id_token_signing_alg_values_supported"]

    assert "none" not in offered
    granted = party.sign_in(browser)
    assert not granted["id_token"].startswith(NO_ALGORITHM)


def test_oidcc_userinfo_get(party, browser):
    """oidcc-userinfo-get"""
    granted = party.sign_in(browser)

    answer = httpx.get(party.metadata["userinfo_endpoint"], headers=bearer(granted))

    assert answer.json() == {"sub": granted["claims"]["sub"]}


def test_oidcc_userinfo_post_header(party, browser):
    """oidcc-userinfo-post-header"""
    granted = party.sign_in(browser)

    answer = httpx.post(party.metadata["userinfo_endpoint"], headers=bearer(granted))

    assert answer.json() == {"sub": granted["claims"]["sub"]}


def test_oidcc_userinfo_post_body(party, browser):
    """oidcc-userinfo-post-body"""
    granted = party.sign_in(browser)

    answer = httpx.post(
        party.metadata["userinfo_endpoint"],
        data={"access_token": granted["access_token"]},
    )

    assert answer.json() == {"sub": granted["claims"]["sub"]}


def test_oidcc_ensure_request_without_nonce_succeeds_for_code_flow(party, browser):
    """oidcc-ensure-request-without-nonce-succeeds-for-code-flow"""
    granted = party.sign_in(browser, nonce=None)

    assert "nonce" not in granted["claims"]


@pytest.mark.parametrize("scope", ["profile", "email", "address", "phone"])
def test_oidcc_scope_profile_email_address_phone(party, browser, scope):
    """oidcc-scope-profile, -email, -address, -phone: not offered, and never dropped
    in silence (OA-16); her first name is told with profile:read."""
    assert scope not in party.metadata["scopes_supported"]

    visit = party.authorize(browser, scope=f"openid {scope}")

    assert visit.answer["error"] == "invalid_scope"


def test_oidcc_scope_all(party, browser):
    """oidcc-scope-all: with all claims that there are, of the right type."""
    everything = party.authorize(browser, scope="openid profile email address phone")
    granted = party.sign_in(browser, scope="openid profile:read")

    assert everything.answer["error"] == "invalid_scope"
    assert party.userinfo(granted).json() == {
        "sub": granted["claims"]["sub"],
        "given_name": "Ani",
    }


def test_oidcc_alternate_happy_flow(party, browser):
    """oidcc-alternate-happy-flow, oidcc-ensure-other-scope-order-succeeds: scopes and
    parameters in another order."""
    asked = party.request(scope="profile:read openid")
    backwards = dict(reversed(asked.items()))

    visit = browser.go(party.address(backwards))

    granted = party.redeem(visit.answer["code"]).json()
    assert party.verify(granted, nonce=asked["nonce"])["sub"]
    assert set(granted["scope"].split()) == {"openid", "profile:read"}


def test_every_query_can_be_an_address(party):
    """The scripts say what they mean: nothing is lost on the way into an address."""
    asked = party.request(state="a b&c=d")

    assert urlencode(asked) in party.address(asked)
