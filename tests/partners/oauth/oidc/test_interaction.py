"""At the authorization endpoint: what she is asked, and that it cannot be skipped."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from partners.accounts import BrowserSession
from partners.oauth import AuthorizationCode
from tests.partners.oauth.flow import Pkce, answer, exchange, make_platform, question
from tests.partners.oauth.oidc.browsing import (
    allow,
    ask,
    asked_of,
    enter,
    form_of,
    link,
    parameter,
)
from tests.partners.oauth.oidc.relying import ISSUER, OPENID, verified


def codes(session):
    return session.scalar(select(func.count()).select_from(AuthorizationCode)) or 0


def auth_time(client, platform, pkce, back):
    granted = exchange(client, platform, back["code"], pkce.verifier).json
    return verified(client, platform, granted)["auth_time"]


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "60"}])
def test_oa_21_she_gives_her_password_again_and_auth_time_says_so(
    client, session, platform, ani, wish
):
    link(client, platform)
    pkce = Pkce()

    page = ask(client, question(platform, pkce, scope=OPENID, **wish))
    back = enter(client, page)
    answered = answer(client.get(back.location))

    fresh = auth_time(client, platform, pkce, answered)
    assert abs(fresh - datetime.now(UTC).timestamp()) < 30


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "0"}])
def test_oa_21_signing_in_again_cannot_be_skipped(client, session, platform, ani, wish):
    """Whoever sits at her browser has the address, and not her password."""
    link(client, platform)
    before = codes(session)
    page = ask(client, asked_of(platform, **wish))
    onwards = parameter(page.location, "next")
    other = ask(client, asked_of(platform, state="other", **wish))
    progress = parameter(parameter(other.location, "next"), "progress")

    tries = [
        client.get(onwards),
        client.get(onwards.replace("progress=", "progress=x")),
        ask(client, asked_of(platform, **wish) | {"progress": progress}),
        client.get(onwards + "&progress=1"),
    ]

    assert all("code=" not in (one.location or "") for one in tries)
    assert codes(session) == before


def test_the_session_before_it_is_over(client, session, platform, ani):
    link(client, platform)

    enter(client, ask(client, asked_of(platform, prompt="login")))

    ended = session.scalars(
        select(BrowserSession.revoked_at).order_by(BrowserSession.created_at)
    ).all()
    assert [one is not None for one in ended] == [True, False]


def test_a_wrong_password_leads_nowhere(client, session, platform, ani):
    link(client, platform)
    before = codes(session)

    refused = enter(
        client, ask(client, asked_of(platform, prompt="login")), password="wrong"
    )

    assert refused.status_code == 403
    assert codes(session) == before


def test_the_decision_waits_for_the_sign_in_too(client, session, platform, ani):
    """The form of the consent page is held to the same as the question."""
    link(client, platform)
    asked = asked_of(platform, prompt="consent")
    form = form_of(ask(client, asked), "/oauth/authorize")
    before = codes(session)

    page = client.post(
        "/oauth/authorize",
        data=form | {"prompt": "login consent", "decision": "allow"},
    )

    assert page.location.startswith("/sign-in?")
    assert codes(session) == before


def test_after_signing_in_she_may_read_the_consent_page_in_peace(
    client, session, platform, ani
):
    """max_age=1 is over before anybody has read it, and the sign-in was for this."""
    asked = asked_of(platform, max_age="1")
    back = enter(client, ask(client, asked))
    page = client.get(back.location)

    assert answer(allow(client, page))["code"]


def test_oa_21_prompt_consent_asks_again(client, session, platform, ani):
    link(client, platform)

    page = ask(client, asked_of(platform, prompt="consent"))

    assert page.status_code == 200
    assert answer(allow(client, page))["code"]


def test_oa_21_prompt_login_consent_asks_both(client, session, platform, ani):
    link(client, platform)

    back = enter(client, ask(client, asked_of(platform, prompt="login consent")))
    page = client.get(back.location)

    assert page.status_code == 200
    assert answer(allow(client, page))["code"]


def test_oa_21_prompt_none_shows_nothing(client, session, platform, ani):
    """Not signed in, not consented, then both; `iss` and `state` in each answer."""
    stranger = answer(ask(client, asked_of(platform, prompt="none")))
    link(client, platform)
    known = answer(ask(client, asked_of(platform, prompt="none")))
    wider = answer(
        ask(client, asked_of(platform, prompt="none", scope=OPENID + " orders:read"))
    )

    assert stranger["error"] == "login_required"
    assert known["code"]
    assert wider["error"] == "consent_required"
    for one in (stranger, known, wider):
        assert (one["iss"], one["state"]) == (ISSUER, "xyz")


def test_oa_21_a_native_application_cannot_ask_in_silence(client, session, ani):
    """Another program may listen at its address (RFC 8252, section 8.6)."""
    native = make_platform(session, "none")
    back = enter(client, ask(client, asked_of(native)))
    answer(allow(client, client.get(back.location)))

    silent = answer(ask(client, asked_of(native, prompt="none")))

    assert silent["error"] == "consent_required"


@pytest.mark.parametrize("prompt", ["none login", "none consent", "login none"])
def test_oa_21_none_stands_alone(client, session, platform, prompt):
    back = answer(ask(client, asked_of(platform, prompt=prompt)))

    assert (back["error"], back["iss"]) == ("invalid_request", ISSUER)


def test_wishes_count_without_openid_too(client, session, platform, ani):
    link(client, platform)

    page = ask(client, asked_of(platform, scope="profile:read", prompt="login"))
    silent = answer(
        ask(client, asked_of(platform, scope="profile:read", prompt="none login"))
    )

    assert page.location.startswith("/sign-in?")
    assert silent["error"] == "invalid_request"
