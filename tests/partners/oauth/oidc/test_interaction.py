"""At the authorization endpoint: what she is asked, and that it cannot be skipped."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from partners.accounts import BrowserSession
from partners.accounts.services.register import register_account
from partners.oauth import AuthorizationCode, Grant
from partners.oauth.token_keys import TokenKey
from tests.factories.partners import EARLY
from tests.partners.oauth.flow import Pkce, answer, exchange, make_platform, question
from tests.partners.oauth.oidc.browsing import (
    EMAIL,
    PASSWORD,
    allow,
    ask,
    asked_of,
    enter,
    form_of,
    link,
    links_of,
    parameter,
    redirect_to,
)
from tests.partners.oauth.oidc.relying import ISSUER, OPENID, sign_in_at, verified


@pytest.fixture
def platform(session):
    return make_platform(session)


@pytest.fixture
def ani(session):
    return register_account(
        session,
        email=EMAIL,
        full_name="Ani Lestari",
        password=PASSWORD,
        at=EARLY,
    )


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


def test_oa_21_she_chooses_between_accounts(client, session, platform, ani):
    link(client, platform)

    page = ask(client, asked_of(platform, prompt="select_account"))
    stay, change = [one for one in links_of(page) if "progress" in one]

    assert page.status_code == 200
    assert "Ani" in page.text
    assert "a••••••••••@example.org" in page.text
    assert "ani.lestari" not in page.text
    assert answer(client.get(stay))["code"]
    assert change.startswith("/sign-in?")


def test_oa_21_another_account_can_be_chosen(client, session, platform, ani):
    register_account(
        session,
        email="budi@example.org",
        full_name="Budi",
        password=PASSWORD,
        at=EARLY,
    )
    link(client, platform)
    page = ask(client, asked_of(platform, prompt="select_account"))
    change = [one for one in links_of(page) if one.startswith("/sign-in?")][-1]

    back = enter(client, redirect_to(change), email="budi@example.org")
    consent = client.get(back.location)

    assert consent.status_code == 200
    assert answer(allow(client, consent))["code"]
    assert len(session.scalars(select(Grant)).all()) == 2


def hint_of(client, platform, **changes):
    return sign_in_at(client, platform, **changes)["id_token"]


def test_oa_21_a_hint_of_the_right_person_goes_through(client, session, platform, ani):
    link(client, platform)
    hint = hint_of(client, platform)

    back = answer(ask(client, asked_of(platform, prompt="none", id_token_hint=hint)))

    assert back["code"]


def test_oa_21_a_hint_of_somebody_else_needs_her(client, session, platform, ani):
    register_account(
        session, email="budi@example.org", full_name="Budi", password=PASSWORD, at=EARLY
    )
    link(client, platform)
    hint = hint_of(client, platform)
    client.delete_cookie("person")
    asked = asked_of(platform, id_token_hint=hint)
    as_budi = enter(client, ask(client, asked), email="budi@example.org")

    wrong = answer(client.get(as_budi.location))
    silent = answer(ask(client, asked | {"prompt": "none"}))
    again = ask(client, asked | {"state": "new"})
    right = enter(client, again)

    assert wrong["error"] == silent["error"] == "login_required"
    assert answer(client.get(right.location))["code"]


def test_a_hint_may_be_old(client, session, platform, ani):
    """Expired, and of a key that no longer signs."""
    link(client, platform)
    hint = hint_of(client, platform)
    session.execute(
        update(TokenKey)
        .where(TokenKey.state == "active")
        .values(
            state="retired",
            private_sealed=None,
            ended_at=datetime.now(UTC) - timedelta(days=300),
        )
    )

    back = answer(ask(client, asked_of(platform, prompt="none", id_token_hint=hint)))

    assert back["code"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda hint: "x",
        lambda hint: hint[:-4] + "AAAA",
        lambda hint: ".".join(hint.split(".")[:2]) + ".",
        lambda hint: "eyJhbGciOiJub25lIn0." + hint.split(".")[1] + ".",
        lambda hint: hint + "x" * 5000,
        lambda hint: "\0",
        lambda hint: "é.ü.ß",
    ],
)
def test_a_hint_that_is_not_of_ours_is_refused(client, session, platform, ani, spoil):
    link(client, platform)
    hint = spoil(hint_of(client, platform))

    back = answer(ask(client, asked_of(platform, id_token_hint=hint)))

    assert (back["error"], back["iss"]) == ("invalid_request", ISSUER)


def test_a_hint_of_another_client_is_refused(client, session, platform, ani):
    other = make_platform(session)
    link(client, platform)
    hint = hint_of(client, other)

    back = answer(ask(client, asked_of(platform, id_token_hint=hint)))

    assert back["error"] == "invalid_request"


def test_a_login_hint_is_filled_in(client, platform):
    page = ask(client, asked_of(platform, login_hint="ani@example.org"))

    assert 'value="ani@example.org"' in client.get(page.location).text


@pytest.mark.parametrize("hint", ["a\0b", "x" * 300, '"><script>alert(1)</script>'])
def test_a_strange_login_hint_does_no_harm(client, platform, hint):
    page = client.get(ask(client, asked_of(platform, login_hint=hint)).location)

    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("wished", "spoken"),
    [
        ("id", "id"),
        ("en", "en"),
        ("fr en-GB id", "en"),
        ("ID-id", "id"),
        ("fr de", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_ui_locales_choose_the_language_of_the_pages(client, platform, wished, spoken):
    page = ask(client, asked_of(platform, ui_locales=wished[:900]))
    sign_in = client.get(page.location, headers={"Accept-Language": "en"})

    assert f'<html lang="{spoken}">' in sign_in.text


def test_her_own_choice_of_language_counts_more(client, platform):
    with client.session_transaction() as browser:
        browser["locale"] = "id"

    page = ask(client, asked_of(platform, ui_locales="en"))

    assert '<html lang="id">' in client.get(page.location).text


def test_a_platform_s_own_form_shows_the_question(client, session, platform, ani):
    """oidcc-ensure-post-request-succeeds; without our CSRF token."""
    link(client, platform)
    asked = asked_of(platform, scope=OPENID + " orders:read")

    redirected = client.post("/oauth/authorize", data=asked)
    page = client.get(redirected.location)

    assert redirected.status_code == 303
    assert redirected.location.startswith("/oauth/authorize?")
    assert page.status_code == 200
    assert answer(allow(client, page))["code"]


def test_the_decision_still_needs_the_token_of_our_form(client, session, platform, ani):
    link(client, platform)
    before = codes(session)

    for token in ({}, {"csrf_token": "x"}):
        forged = client.post(
            "/oauth/authorize", data=asked_of(platform) | token | {"decision": "allow"}
        )
        assert forged.status_code == 400

    assert codes(session) == before


def test_a_form_that_no_address_can_hold_is_refused_in_words(client, platform):
    page = client.post("/oauth/authorize", data=asked_of(platform, state="x" * 5000))

    assert page.status_code == 422
    assert page.location is None


@pytest.mark.parametrize(
    "content", [b"{}", b"\xff\xfe", b"decision=allow", b"client_id=%00"]
)
def test_a_form_that_cannot_be_read_is_no_fault(client, content):
    response = client.post(
        "/oauth/authorize",
        data=content,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in (303, 400, 422)


def push(client, platform, asked):
    return client.post("/oauth/par", data=asked, headers=platform.authentication())


def test_oa_21_wishes_of_a_pushed_request_cannot_be_left_out(
    client, session, platform, ani
):
    """The address names the pushed request, and nothing in it can be changed."""
    link(client, platform)
    pushed = push(client, platform, asked_of(platform, prompt="login")).json
    named = {
        "client_id": platform.client.client_id,
        "request_uri": pushed["request_uri"],
    }

    page = ask(client, named | {"prompt": "none", "max_age": "9999"})
    back = enter(client, page)

    assert answer(client.get(back.location))["code"]


def test_oa_21_a_pushed_request_may_ask_for_silence(client, session, platform, ani):
    """Who is signed in is asked at the authorization endpoint, not by the push."""
    link(client, platform)
    pushed = push(client, platform, asked_of(platform, prompt="none"))
    named = {
        "client_id": platform.client.client_id,
        "request_uri": pushed.json["request_uri"],
    }

    assert pushed.status_code == 201
    assert answer(ask(client, named))["code"]


@pytest.mark.parametrize(
    "wish", [{"prompt": "none login"}, {"max_age": "-1"}, {"nonce": "n" * 2000}]
)
def test_wishes_that_make_no_sense_cannot_be_pushed(client, platform, wish):
    refused = push(client, platform, asked_of(platform, **wish))

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_request")


def test_a_pushed_request_goes_through_the_choice_and_the_consent(
    client, session, platform, ani
):
    """What she has done so far is carried along beside the reference."""
    link(client, platform)
    pushed = push(
        client, platform, asked_of(platform, prompt="select_account consent")
    ).json
    named = {
        "client_id": platform.client.client_id,
        "request_uri": pushed["request_uri"],
    }

    chooser = ask(client, named)
    stay = next(one for one in links_of(chooser) if "progress" in one)
    consent = client.get(stay)

    assert consent.status_code == 200
    assert "progress" in form_of(consent, "/oauth/authorize")
    assert answer(allow(client, consent))["code"]
