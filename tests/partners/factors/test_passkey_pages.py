"""Passkeys on the pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.privacy import vault_of
from partners.accounts import BrowserSession
from partners.accounts.passwords import hash_password
from partners.factors import Passkey
from partners.factors.relying import local_address, relying_party
from tests.factories import make_account
from tests.partners.browsing import browser_for, csrf_token, hidden_fields, submit
from tests.partners.factors.device import SoftDevice

EMAIL, PASSWORD = "ratna@example.org", "kuda hijau berlari pagi"
HOME = "http://localhost"


@pytest.fixture
def account(session):
    return make_account(session, email=EMAIL, password_hash=hash_password(PASSWORD))


@pytest.fixture
def device() -> SoftDevice:
    return SoftDevice()


@pytest.fixture
def browser(app, session, account):
    return browser_for(app, session, account)


def ask(browser, address):
    """The question, as the script of the page fetches it."""
    token = csrf_token(browser.get("/catalogue"))
    response = browser.post(address, data={"csrf_token": token})
    return response


def set_up(browser, device, **fields):
    question = ask(browser, "/me/security/passkeys/question")
    assert question.content_type == "application/json"
    answer = device.create(question.text)
    return submit(browser, "/me/security/passkeys", passkey=answer, **fields)


def test_a_passkey_is_set_up_renamed_and_removed(session, browser, account, device):
    page = set_up(browser, device, name="My phone")

    assert page.text.count('<li class="code">') == 10
    shown = browser.get("/me/security")
    assert "My phone" in shown.text
    assert "on one device only" in shown.text
    passkey = session.scalars(select(Passkey)).one()
    renamed = submit(browser, f"/me/security/passkeys/{passkey.id}/name", name="USB")
    assert renamed.location == "/me/security"
    assert "USB" in browser.get("/me/security").text
    # It is her second factor now, and asked for before anything weighty.
    address = f"/me/security/passkeys/{passkey.id}/removal"
    assert submit(browser, address).status_code == 403
    answer = device.get(ask(browser, "/me/confirm/question").text)
    submit(browser, "/me/confirm", passkey=answer)
    assert submit(browser, address).location == "/me/security"
    assert session.scalar(select(func.count()).select_from(Passkey)) == 0


def test_without_a_name_it_is_called_after_the_browser(session, browser, device):
    set_up(browser, device)

    passkey = session.scalars(select(Passkey)).one()
    name = vault_of(session).open(passkey.name_sealed, row=passkey.id, field="name")
    assert name == "Passkey"


def test_she_signs_in_by_the_passkey_alone(app, session, browser, account, device):
    set_up(browser, device)
    stranger = app.test_client()
    assert "/sign-in/passkey/question" in stranger.get("/sign-in").text

    answer = device.get(ask(stranger, "/sign-in/passkey/question").text)
    response = submit(stranger, "/sign-in/passkey", passkey=answer, next="/links")

    assert response.location == "/links"
    newest = session.scalars(
        select(BrowserSession).order_by(BrowserSession.created_at.desc()).limit(1)
    ).one()
    assert newest.methods == ["hwk"]
    assert newest.second_factor_at is not None
    again = submit(app.test_client(), "/sign-in/passkey", passkey=answer)
    assert again.status_code == 403


def test_she_shows_the_passkey_after_the_password(
    app, session, browser, account, device
):
    set_up(browser, device)
    stranger = app.test_client()
    form = {"email": EMAIL, "password": PASSWORD, "next": "/links"}
    first = submit(stranger, "/sign-in", **form)
    page = stranger.get(first.location)
    assert "/sign-in/code/question" in page.text

    answer = device.get(ask(stranger, "/sign-in/code/question").text)
    response = submit(stranger, "/sign-in/code", passkey=answer, next="/links")

    assert response.location == "/links"
    newest = session.scalars(
        select(BrowserSession).order_by(BrowserSession.created_at.desc()).limit(1)
    ).one()
    assert newest.methods == ["hwk", "pwd"]


def test_another_person_s_passkey_does_not_follow_her_password(
    app, session, browser, account, device
):
    set_up(browser, device)
    other = make_account(session)
    thief = SoftDevice(credential_id=b"a thief's")
    set_up(browser_for(app, session, other), thief)
    stranger = app.test_client()
    submit(stranger, "/sign-in", email=EMAIL, password=PASSWORD)

    answer = thief.get(ask(stranger, "/sign-in/code/question").text)
    response = submit(stranger, "/sign-in/code", passkey=answer)

    assert response.status_code == 403
    assert stranger.get_cookie("person") is None


def test_a_refused_passkey_is_told_on_the_page(client, account):
    response = submit(client, "/sign-in/passkey", passkey="{}", next="/links")

    assert response.status_code == 403
    assert "Kunci sandi tidak diterima" in response.text
    assert 'value="/links"' in response.text


def test_nobody_is_asked_after_a_password_that_was_not_typed(client):
    assert ask(client, "/sign-in/code/question").status_code == 403


def test_a_passkey_is_added_only_by_somebody_who_just_proved_herself(
    app, session, account
):
    long_ago = datetime.now(UTC) - timedelta(minutes=11)
    browser = browser_for(app, session, account, at=long_ago)

    assert ask(browser, "/me/security/passkeys/question").status_code == 403
    asked = submit(browser, "/me/security/passkeys", passkey="{}", name="x")

    assert asked.status_code == 403
    assert session.scalar(select(func.count()).select_from(Passkey)) == 0
    # An answer is no form to wait: it is asked for anew.
    assert hidden_fields(asked)[0] == ("action", "/me/security/passkeys")


def test_an_address_without_a_name_has_no_passkeys_and_says_where(app, browser):
    page = browser.get("/me/security", base_url="http://127.0.0.1:8000")
    # The cookie is localhost's: as a stranger one is sent away.
    assert page.status_code == 303
    stranger = app.test_client()
    sign_in = stranger.get("/sign-in", base_url="http://127.0.0.1:8000")

    assert "data-passkey" not in sign_in.text


def test_in_production_the_domain_is_that_of_the_public_address(app, monkeypatch):
    settings = replace(
        app.extensions["settings"],
        public_url="https://training.example",
        environment="production",
    )
    monkeypatch.setitem(app.extensions, "settings", settings)

    with app.test_request_context("/", base_url="https://elsewhere.example"):
        party = relying_party()
        assert local_address() is None

    assert party is not None
    assert (party.id, party.origins) == (
        "training.example",
        ("https://training.example",),
    )


def test_the_language_can_be_chosen_after_each_form(browser):
    assert browser.get("/sign-in/passkey").location == "/sign-in"
    assert browser.get("/me/security/passkeys").location == "/me/security"
