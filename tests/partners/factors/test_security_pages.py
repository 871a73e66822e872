"""The pages of one's own security, and being asked again (ASVS 5.0, 7.5)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.privacy import vault_of
from partners.accounts import BrowserSession
from partners.accounts.passwords import hash_password
from partners.accounts.proof import Method
from partners.factors import Authenticator, RecoveryCode
from partners.factors.models import FailedProof
from partners.factors.rules import code_of, step_at
from tests.factories import code_at, make_account, make_authenticator
from tests.partners.browsing import (
    BOTH,
    browser_for,
    hidden_fields,
    submit,
)

PASSWORD = "kuda hijau berlari pagi"
LONG_AGO = timedelta(minutes=11)


@pytest.fixture
def account(session):
    return make_account(session, password_hash=hash_password(PASSWORD))


@pytest.fixture
def protected(session, account):
    make_authenticator(session, account)
    return account


@pytest.fixture
def browser(app, session, account):
    """Signed in a moment ago, by the password."""
    return browser_for(app, session, account)


def now() -> datetime:
    return datetime.now(UTC)


def offered_secret(session) -> str:
    offered = session.scalars(
        select(Authenticator).where(Authenticator.confirmed_at.is_(None))
    ).one()
    return vault_of(session).open(offered.secret_sealed, row=offered.id, field="secret")


def test_a_stranger_is_sent_to_the_sign_in_page(client):
    assert client.get("/me/security").location == "/sign-in?next=%2Fme%2Fsecurity"


def test_without_a_factor_the_page_offers_one(browser):
    page = browser.get("/me/security")

    assert page.status_code == 200
    assert "Set up an authenticator" in page.text
    assert "Recovery codes" not in page.text
    assert 'href="/me/security"' in browser.get("/catalogue").text


def test_an_authenticator_is_set_up_in_three_steps(session, browser, account):
    assert submit(browser, "/me/security/authenticator").location.endswith("icator")
    page = browser.get("/me/security/authenticator")
    secret = offered_secret(session)
    assert "data:image/svg+xml" in page.text
    assert secret in page.text.replace(" ", "")

    done = submit(
        browser,
        "/me/security/authenticator/confirmation",
        code=code_of(secret, step_at(now())),
    )

    assert done.content_type == "text/html; charset=utf-8"
    shown = re.findall(r'<li class="code">([0-9A-Z-]+)</li>', done.text)
    assert len(shown) == 10
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 10
    assert session.scalars(select(BrowserSession)).one().methods == ["otp", "pwd"]
    assert "10 codes are left" in browser.get("/me/security").text
    # The secret is shown no more.
    assert browser.get("/me/security/authenticator").location == "/me/security"


def test_a_wrong_first_code_changes_nothing(session, browser, account):
    submit(browser, "/me/security/authenticator")

    response = submit(browser, "/me/security/authenticator/confirmation", code="000000")

    assert response.status_code == 403
    assert "The code is not right" in response.text
    assert account.protected_at is None
    assert session.scalar(select(func.count()).select_from(FailedProof)) == 1


def test_confirming_nothing_is_refused(browser):
    response = submit(browser, "/me/security/authenticator/confirmation", code="123456")

    assert response.status_code == 409


def test_whoever_signed_in_long_ago_types_the_password_first(app, session, account):
    browser = browser_for(app, session, account, at=now() - LONG_AGO)

    asked = submit(browser, "/me/security/authenticator")

    assert asked.status_code == 403
    assert 'name="password"' in asked.text
    assert session.scalar(select(func.count()).select_from(Authenticator)) == 0
    carried = hidden_fields(asked)
    assert carried == [("action", "/me/security/authenticator")]
    confirmed = submit(browser, "/me/confirm", password=PASSWORD, **dict(carried))
    assert confirmed.content_type == "text/html; charset=utf-8"
    assert 'action="/me/security/authenticator"' in confirmed.text
    # Nothing was sent in her name meanwhile.
    assert session.scalar(select(func.count()).select_from(Authenticator)) == 0
    assert submit(browser, "/me/security/authenticator").status_code == 303


def test_whoever_has_a_factor_shows_it_and_not_the_password(app, session, protected):
    browser = browser_for(app, session, protected, methods=BOTH, at=now() - LONG_AGO)

    asked = submit(browser, "/me/security/authenticator/removal")
    assert asked.status_code == 403
    assert 'name="code"' in asked.text
    submit(browser, "/me/confirm", password=PASSWORD)
    again = submit(browser, "/me/security/authenticator/removal")
    assert again.status_code == 403
    assert protected.protected_at is not None

    submit(browser, "/me/confirm", code=code_at(now()))
    assert submit(browser, "/me/security/authenticator/removal").status_code == 303
    session.refresh(protected)
    assert protected.protected_at is None


def test_a_wrong_code_is_asked_for_again_with_the_form(app, session, protected):
    browser = browser_for(app, session, protected, at=now() - LONG_AGO)

    asked = submit(
        browser,
        "/me/confirm",
        code="000000",
        action="/partner/x/staff",
        carried_name="roles",
        carried_value="<owner>",
    )

    assert asked.status_code == 403
    assert hidden_fields(asked) == [
        ("action", "/partner/x/staff"),
        ("carried_name", "roles"),
        ("carried_value", "<owner>"),
    ]
    assert session.scalar(select(func.count()).select_from(FailedProof)) == 1


def test_confirming_renews_the_secret_of_the_session(app, session, protected):
    """ASVS 7.2.4: what was copied before is worth nothing afterwards."""
    browser = browser_for(app, session, protected, at=now() - LONG_AGO)
    old = browser.get_cookie("person").value

    response = submit(browser, "/me/confirm", code=code_at(now()), next="/links")

    assert response.location == "/links"
    assert browser.get_cookie("person").value != old
    assert browser.get("/links").status_code == 200
    copy = app.test_client()
    copy.set_cookie("person", old)
    assert copy.get("/links").status_code == 303


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:x", "/\\evil"]
)
def test_a_confirmation_sends_no_form_elsewhere(app, session, protected, address):
    browser = browser_for(app, session, protected, at=now() - LONG_AGO)

    response = submit(
        browser, "/me/confirm", code=code_at(now()), action=address, next=address
    )

    assert response.location == "/me"
    assert "evil" not in response.text


def test_new_recovery_codes_are_shown_once(app, session, protected):
    browser = browser_for(app, session, protected, methods=BOTH)

    page = submit(browser, "/me/security/recovery-codes")

    assert len(re.findall('<li class="code">', page.text)) == 10
    assert page.headers["Cache-Control"] == "no-store"


def test_a_part_of_a_page_is_left_for_the_question(app, session, protected):
    """htmx asks for parts; the whole page goes to where she is asked."""
    browser = browser_for(app, session, protected, at=now() - LONG_AGO)
    token = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/me/security").text
    )

    response = browser.post(
        "/me/security/recovery-codes",
        data={"csrf_token": token[1]},
        headers={"HX-Request": "true"},
    )

    assert (response.status_code, response.headers["HX-Redirect"]) == (
        204,
        "/me/confirm",
    )
    assert browser.get("/me/confirm").status_code == 200


def test_the_language_can_be_chosen_after_each_form(app, session, protected):
    """The footer leads back to the address of the page, which was a POST."""
    browser = browser_for(app, session, protected, methods=[Method.PASSWORD])
    for address in ("confirmation", "removal"):
        page = browser.get(f"/me/security/authenticator/{address}")
        assert page.status_code == 303
    assert browser.get("/me/security/recovery-codes").status_code == 303
