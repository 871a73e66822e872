"""How a request comes: by a platform's own form, pushed, and as long as can be."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from partners.oauth import AuthorizationCode
from tests.partners.oauth.flow import Pkce, answer, exchange, question
from tests.partners.oauth.oidc.browsing import (
    allow,
    ask,
    asked_of,
    enter,
    form_of,
    link,
    links_of,
)
from tests.partners.oauth.oidc.relying import OPENID


def codes(session):
    return session.scalar(select(func.count()).select_from(AuthorizationCode)) or 0


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


def long_question(platform, pkce, length: int) -> dict[str, str]:
    """A request whose query has so many letters, most of them percent-encoded."""
    asked = question(platform, pkce, scope=OPENID, prompt="login", state="/")
    rest = length - len(urlencode(asked))
    return asked | {"state": "/" * (1 + rest // 3) + "x" * (rest % 3)}


def test_the_longest_request_comes_back_whole_from_the_sign_in(client, platform, ani):
    """It is asked again with every letter that the platform sent, and answered."""
    pkce = Pkce()
    asked = long_question(platform, pkce, 4_000)

    back = enter(client, ask(client, asked))
    answered = answer(allow(client, client.get(back.location)))

    assert answered["state"] == asked["state"]
    granted = exchange(client, platform, answered["code"], pkce.verifier)
    assert granted.status_code == 200


@pytest.mark.parametrize("send", ["GET", "POST"])
def test_a_longer_one_is_refused_before_anybody_signs_in(
    client, session, platform, ani, send
):
    asked = long_question(platform, Pkce(), 4_001)
    given = {"query_string" if send == "GET" else "data": asked}

    page = client.open(
        "/oauth/authorize", method=send, headers={"Accept-Language": "en"}, **given
    )

    assert page.status_code == 422
    assert "longer question than browsers can carry" in page.text
    assert "Location" not in page.headers
    assert codes(session) == 0
