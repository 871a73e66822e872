"""The RP-Initiated Logout plan of the conformance suite, module by module (OA-21).

Each begins with a sign-in, and ends with a look at whether she is signed in still.
"""

import secrets

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.partners.oauth.oidc.plan.script import SIGNED_OUT

pytestmark = pytest.mark.slow

STATE = secrets.token_urlsafe(96)


@pytest.fixture
def granted(party, browser):
    return party.sign_in(browser)


def is_signed_in(party, browser) -> bool:
    answer = party.authorize(browser, prompt="none").answer
    assert answer.get("error") in (None, "login_required")
    return "code" in answer


def sign_out(party, browser, **parameters):
    return browser.go(party.sign_out_address(**parameters))


def press_sign_out(browser, visit):
    """She confirms; where she is then."""
    page = browser.submit(visit.page, "/oauth/logout", {"decision": "sign_out"})
    return page


def test_oidcc_rp_initiated_logout(party, browser, granted):
    """oidcc-rp-initiated-logout: back to the platform with the state, and nothing
    else; signed out."""
    visit = sign_out(
        party,
        browser,
        id_token_hint=granted["id_token"],
        post_logout_redirect_uri=SIGNED_OUT,
        state=STATE,
    )

    assert visit.pages == []
    assert visit.address.split("?")[0] == SIGNED_OUT
    assert visit.answer == {"state": STATE}
    assert not is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_bad_id_token_hint(party, browser, granted):
    """oidcc-rp-initiated-logout-bad-id-token-hint: signed by somebody else. An error
    page, and she is still signed in."""
    key = ECKey.generate_key("P-256", auto_kid=True)
    fake = jwt.encode({"alg": "ES256", "kid": key.kid}, granted["claims"], key)

    visit = sign_out(
        party, browser, id_token_hint=fake, post_logout_redirect_uri=SIGNED_OUT
    )

    assert visit.page.status_code == 422
    assert is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_modified_id_token_hint(party, browser, granted):
    """oidcc-rp-initiated-logout-modified-id-token-hint"""
    head, body, signature = granted["id_token"].split(".")
    modified = f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"

    visit = sign_out(
        party, browser, id_token_hint=modified, post_logout_redirect_uri=SIGNED_OUT
    )

    assert visit.page.status_code == 422
    assert is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_no_id_token_hint(party, browser, granted):
    """oidcc-rp-initiated-logout-no-id-token-hint: she is asked, and not sent back."""
    visit = sign_out(
        party,
        browser,
        client_id=party.client.client_id,
        post_logout_redirect_uri=SIGNED_OUT,
        state=STATE,
    )

    assert "Keluar?" in visit.page.text
    assert is_signed_in(party, browser)
    page = press_sign_out(browser, visit)
    assert page.status_code == 200
    assert not is_signed_in(party, browser)


@pytest.mark.parametrize(
    "address",
    ["https://rp.example/elsewhere", "https://evil.example/", "javascript:alert(1)"],
)
def test_oidcc_rp_initiated_logout_bad_post_logout_redirect_uri(
    party, browser, granted, address
):
    """oidcc-rp-initiated-logout-bad-post-logout-redirect-uri: she is asked, and never
    sent to it."""
    visit = sign_out(
        party,
        browser,
        id_token_hint=granted["id_token"],
        post_logout_redirect_uri=address,
    )

    assert "Keluar?" in visit.page.text
    assert is_signed_in(party, browser)
    page = press_sign_out(browser, visit)
    assert (page.status_code, page.headers.get("Location")) == (200, None)
    assert not is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri(
    party, browser, granted
):
    """oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri"""
    visit = sign_out(
        party,
        browser,
        id_token_hint=granted["id_token"],
        post_logout_redirect_uri=SIGNED_OUT + "?added=1",
    )

    assert visit.address == ""
    assert "Keluar?" in visit.page.text


def test_oidcc_rp_initiated_logout_no_post_logout_redirect_uri(party, browser, granted):
    """oidcc-rp-initiated-logout-no-post-logout-redirect-uri: signed out, told here."""
    visit = sign_out(party, browser, id_token_hint=granted["id_token"], state=STATE)

    assert "Anda sudah keluar" in visit.page.text
    assert not is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_no_params(party, browser, granted):
    """oidcc-rp-initiated-logout-no-params: she is asked, and then told."""
    visit = sign_out(party, browser)

    page = press_sign_out(browser, visit)

    assert "Anda sudah keluar" in page.text
    assert not is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_no_state(party, browser, granted):
    """oidcc-rp-initiated-logout-no-state: back without one."""
    visit = sign_out(
        party,
        browser,
        id_token_hint=granted["id_token"],
        post_logout_redirect_uri=SIGNED_OUT,
    )

    assert visit.address == SIGNED_OUT
    assert not is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_only_state(party, browser, granted):
    """oidcc-rp-initiated-logout-only-state"""
    visit = sign_out(party, browser, state=STATE)

    page = press_sign_out(browser, visit)

    assert "Anda sudah keluar" in page.text
    assert page.headers.get("Location") is None
    assert not is_signed_in(party, browser)


def test_oidcc_rp_initiated_logout_discovery_endpoint_verification(served, party):
    """oidcc-rp-initiated-logout-discovery-endpoint-verification"""
    assert party.metadata["end_session_endpoint"] == f"{served.url}/oauth/logout"
