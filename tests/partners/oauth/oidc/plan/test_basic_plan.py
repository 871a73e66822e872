"""The Basic OpenID provider plan of the conformance suite, module by module (OA-21).

A module that the suite skips for a provider like ours (it does not offer what the
module is about) is here too, and shows that it is not offered, and refused.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import update

from partners.accounts import BrowserSession
from partners.oauth import AuthorizationCode
from partners.oauth.token_keys import Algorithm, TokenKey
from partners.oauth.token_keys.rules import PUBLISHED_BEFORE
from partners.oauth.token_keys.services.rotate import rotate
from tests.partners.oauth.oidc.plan.script import CALLBACK, bearer

pytestmark = pytest.mark.slow

NO_ALGORITHM = "eyJhbGciOiJub25lIn0"


def shift(served, table, **columns):
    """Let time pass: move instants of a table into the past."""
    with served.sessions.begin() as session:
        values = {name: getattr(table, name) - span for name, span in columns.items()}
        session.execute(update(table).values(**values))


def signed_in_ago(served, span):
    shift(served, BrowserSession, authenticated_at=span)


def subject_is_the_same(party, granted):
    answer = party.userinfo(granted)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()["sub"] == granted["claims"]["sub"]


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

        header = json.loads(_decoded(granted["id_token"].split(".")[0]))
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


@pytest.mark.parametrize("display", ["page", "popup"])
def test_oidcc_display_page_and_popup(party, browser, display):
    """oidcc-display-page, oidcc-display-popup"""
    assert party.sign_in(browser, display=display)["id_token"]


def test_oidcc_prompt_login(served, party, browser):
    """oidcc-prompt-login: she gives her password a second time, and auth_time tells."""
    first = party.sign_in(browser)
    signed_in_ago(served, _seconds(5))

    second = party.sign_in(browser, prompt="login")

    assert second["pages"] == ["sign-in"]
    assert second["claims"]["auth_time"] >= first["claims"]["auth_time"]
    assert second["claims"]["auth_time"] > first["claims"]["auth_time"] - 5
    assert second["claims"]["sub"] == first["claims"]["sub"]


def test_oidcc_prompt_none_not_logged_in(party, browser):
    """oidcc-prompt-none-not-logged-in"""
    visit = party.authorize(browser, prompt="none")

    assert visit.answer["error"] == "login_required"
    assert visit.pages == []


def test_oidcc_prompt_none_logged_in(party, browser):
    """oidcc-prompt-none-logged-in: without a page, the same person and auth_time."""
    first = party.sign_in(browser)

    second = party.sign_in(browser, prompt="none")

    assert second["pages"] == []
    for name in ("sub", "auth_time"):
        assert second["claims"][name] == first["claims"][name]


def test_oidcc_max_age_1(served, party, browser):
    """oidcc-max-age-1: two seconds later she signs in again, and auth_time is there."""
    party.sign_in(browser)
    signed_in_ago(served, _seconds(2))

    second = party.sign_in(browser, max_age="1")

    assert second["pages"] == ["sign-in"]
    assert second["claims"]["iat"] - second["claims"]["auth_time"] < 5


def test_oidcc_max_age_10000(party, browser):
    """oidcc-max-age-10000: the same sign-in serves."""
    first = party.sign_in(browser)

    second = party.sign_in(browser, max_age="10000")

    assert second["pages"] == []
    assert second["claims"]["auth_time"] == first["claims"]["auth_time"]


def test_oidcc_ensure_request_with_unknown_parameter_succeeds(party, browser):
    """oidcc-ensure-request-with-unknown-parameter-succeeds"""
    assert party.sign_in(browser, extra="foobar")["id_token"]


def test_oidcc_id_token_hint(party, browser):
    """oidcc-id-token-hint: with prompt=none, the same person comes back."""
    first = party.sign_in(browser)

    second = party.sign_in(browser, prompt="none", id_token_hint=first["id_token"])

    assert second["claims"]["sub"] == first["claims"]["sub"]


def test_oidcc_login_hint(party, browser, person):
    """oidcc-login-hint"""
    assert party.sign_in(browser, login_hint=person.email)["id_token"]


def test_oidcc_ui_locales(party, browser):
    """oidcc-ui-locales"""
    assert party.sign_in(browser, ui_locales="se en")["id_token"]


def test_oidcc_claims_locales(party, browser):
    """oidcc-claims-locales"""
    assert party.sign_in(browser, claims_locales="se")["id_token"]


@pytest.mark.parametrize(
    "claims", ['{"userinfo": {"name": {"essential": true}}}', "{", "[]"]
)
def test_oidcc_claims_essential(party, browser, claims):
    """oidcc-claims-essential: the parameter is not offered, and does no harm."""
    assert party.metadata["claims_parameter_supported"] is False

    assert party.sign_in(browser, claims=claims)["id_token"]


def test_oidcc_ensure_request_with_acr_values_succeeds(party, browser):
    """oidcc-ensure-request-with-acr-values-succeeds: and acr tells the truth."""
    offered = party.metadata["acr_values_supported"]

    for wanted in (" ".join(offered), "urn:something:else"):
        granted = party.sign_in(browser, acr_values=wanted)
        assert granted["claims"]["acr"] in offered


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
    shift(served, AuthorizationCode, created_at=_seconds(30), expires_at=_seconds(30))

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


def unsigned(parameters: dict[str, str]) -> str:
    body = json.dumps(parameters).encode()
    return f"{NO_ALGORITHM}.{_encoded(body)}."


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _seconds(number: int):
    return timedelta(seconds=number)


def test_every_query_can_be_an_address(party):
    """The scripts say what they mean: nothing is lost on the way into an address."""
    asked = party.request(state="a b&c=d")

    assert urlencode(asked) in party.address(asked)
