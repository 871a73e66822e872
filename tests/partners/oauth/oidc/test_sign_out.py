"""Signing out at a platform's wish: who is asked, and where nobody is sent (OA-21)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from partners.accounts import BrowserSession
from partners.accounts.services.register import register_account
from partners.oauth import Client, Token
from partners.oauth.errors import AddressUnusable
from partners.oauth.token_keys import TokenKey
from partners.organisations import Organisation, Standing
from tests.factories.partners import EARLY
from tests.partners.oauth.flow import answer, make_platform, userinfo
from tests.partners.oauth.oidc.browsing import (
    EMAIL,
    PASSWORD,
    ask,
    asked_of,
    form_of,
    link,
)
from tests.partners.oauth.oidc.relying import sign_in_at

BACK = "https://platform.example/signed-out"


@pytest.fixture
def platform(session):
    return make_platform(session, post_logout_redirect_uris=[BACK])


@pytest.fixture
def ani(session):
    return register_account(
        session, email=EMAIL, full_name="Ani Lestari", password=PASSWORD, at=EARLY
    )


@pytest.fixture
def granted(client, platform, ani):
    link(client, platform)
    return sign_in_at(client, platform)


def sign_out(client, **parameters):
    return client.get("/oauth/logout", query_string=parameters)


def sessions_alive(session):
    return len(
        session.scalars(
            select(BrowserSession).where(BrowserSession.revoked_at.is_(None))
        ).all()
    )


def test_oa_21_with_a_hint_she_is_signed_out_and_sent_back(client, session, granted):
    response = sign_out(
        client,
        id_token_hint=granted["id_token"],
        post_logout_redirect_uri=BACK,
        state="a b&c",
    )

    assert (response.status_code, response.location) == (303, f"{BACK}?state=a+b%26c")
    assert sessions_alive(session) == 0
    assert "person=;" in response.headers["Set-Cookie"]


def test_signing_out_takes_no_consent_back(client, session, granted):
    """What the platform may do for her is another matter (and another page)."""
    sign_out(client, id_token_hint=granted["id_token"])

    assert userinfo(client, granted["access_token"]).status_code == 200
    assert session.scalars(select(Token.revoked_at)).all() == [None] * 1


def test_oa_21_without_a_hint_she_is_asked(client, session, granted):
    page = sign_out(client, client_id="anything")
    form = form_of(page, "/oauth/logout")

    forged = client.post("/oauth/logout", data={"decision": "sign_out"})
    assert (page.status_code, forged.status_code) == (200, 400)
    assert sessions_alive(session) == 1

    pressed = client.post("/oauth/logout", data=form | {"decision": "sign_out"})

    assert pressed.status_code == 200
    assert sessions_alive(session) == 0


def test_oa_21_a_hint_of_somebody_else_asks_the_one_who_is_here(
    client, session, platform, granted
):
    """Budi uses the browser now; Ani's id_token does not sign him out unasked."""
    sign_out(client)
    register_account(
        session, email="budi@example.org", full_name="Budi", password=PASSWORD, at=EARLY
    )
    client.delete_cookie("person")
    link(client, platform, email="budi@example.org")
    alive = sessions_alive(session)

    page = sign_out(
        client, id_token_hint=granted["id_token"], post_logout_redirect_uri=BACK
    )

    assert page.status_code == 200
    assert "Pintar Belajar" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://platform.example;" in policy
    assert sessions_alive(session) == alive
    pressed = client.post(
        "/oauth/logout",
        data=form_of(page, "/oauth/logout") | {"decision": "sign_out"},
    )
    assert pressed.location == BACK
    assert sessions_alive(session) == alive - 1


def test_a_platform_s_own_form_is_asked_again_by_get(client, session, granted):
    """Browsers keep our cookies back from it, so it alone ends nothing."""
    sent = client.post(
        "/oauth/logout",
        data={"id_token_hint": granted["id_token"], "post_logout_redirect_uri": BACK},
    )

    assert sent.status_code == 303
    assert sent.location.startswith("/oauth/logout?id_token_hint=")
    assert sessions_alive(session) == 1
    assert client.get(sent.location).location == BACK


def test_a_form_that_no_address_can_hold_is_refused(client):
    response = client.post("/oauth/logout", data={"state": "x" * 5000})

    assert response.status_code == 422


def test_somebody_who_is_signed_out_already_is_sent_back(client, granted):
    client.delete_cookie("person")

    response = sign_out(
        client, id_token_hint=granted["id_token"], post_logout_redirect_uri=BACK
    )

    assert response.location == BACK


@pytest.mark.parametrize(
    "changes",
    [
        {"id_token_hint": "x"},
        {"id_token_hint": "x" * 5000},
        {"id_token_hint": "\0"},
        {"client_id": "another"},
    ],
)
def test_a_wish_that_cannot_be_read_changes_nothing(client, session, granted, changes):
    response = sign_out(
        client,
        **(
            {"id_token_hint": granted["id_token"], "post_logout_redirect_uri": BACK}
            | changes
        ),
    )

    assert response.status_code == 422
    assert response.location is None
    assert sessions_alive(session) == 1


def test_a_parameter_comes_once(client, session, granted):
    hint = granted["id_token"]

    response = client.get(
        f"/oauth/logout?id_token_hint={hint}&post_logout_redirect_uri={BACK}"
        "&post_logout_redirect_uri=https://evil.example/"
    )

    assert response.status_code == 422
    assert sessions_alive(session) == 1


@pytest.mark.parametrize(
    "end",
    [
        lambda at: update(Client).values(disabled_at=at),
        lambda at: update(Organisation).values(standing=Standing.SUSPENDED),
    ],
)
def test_nobody_is_sent_to_a_platform_that_may_not_act(client, session, granted, end):
    session.execute(end(datetime.now(UTC)))

    page = sign_out(
        client, id_token_hint=granted["id_token"], post_logout_redirect_uri=BACK
    )

    assert page.status_code == 200
    assert sessions_alive(session) == 1


def test_a_hint_under_a_withdrawn_key_counts_no_more(client, session, granted):
    session.execute(update(TokenKey).values(state="withdrawn", private_sealed=None))

    page = sign_out(
        client, id_token_hint=granted["id_token"], post_logout_redirect_uri=BACK
    )

    assert page.status_code == 422
    assert sessions_alive(session) == 1


def test_after_signing_out_silence_is_refused(client, platform, granted):
    sign_out(client, id_token_hint=granted["id_token"])

    back = answer(ask(client, asked_of(platform, prompt="none")))

    assert back["error"] == "login_required"


def test_an_address_to_come_back_to_is_held_to_the_rules_of_all(session):
    for address in ("http://platform.example/", "javascript:x", "https://a.example/#x"):
        with pytest.raises(AddressUnusable):
            make_platform(session, post_logout_redirect_uris=[address])
