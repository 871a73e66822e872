"""The Basic plan of the conformance suite: its modules about what a client may ask of
the sign-in (OA-21). What we do not offer is refused."""

import pytest

from tests.partners.oauth.oidc.plan.steps import (
    seconds,
    signed_in_ago,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("display", ["page", "popup"])
def test_oidcc_display_page_and_popup(party, browser, display):
    """oidcc-display-page, oidcc-display-popup"""
    assert party.sign_in(browser, display=display)["id_token"]


def test_oidcc_prompt_login(served, party, browser):
    """oidcc-prompt-login: she gives her password a second time, and auth_time tells."""
    first = party.sign_in(browser)
    signed_in_ago(served, seconds(5))

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
    signed_in_ago(served, seconds(2))

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
