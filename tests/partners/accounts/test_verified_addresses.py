"""An address counts as hers when she has followed a link that was sent to it."""

from datetime import timedelta

import pytest

from partners.accounts.errors import LinkExpired, TooManyLetters
from partners.accounts.models import LinkPurpose
from partners.accounts.services.mailed_links import make_link
from partners.accounts.services.verify_email import ask_to_verify, verify_email
from tests.factories import letters, link_in, make_account
from tests.partners.browsing import browser_for, csrf_token, submit


def secret_in_letter(session) -> str:
    session.flush()
    (_, _, body) = letters(session, "email-verification")[-1]
    return link_in(body).rpartition("/")[2]


def test_a_link_confirms_the_address_once(session, at):
    account = make_account(session)
    ask_to_verify(session, account, at=at)
    secret = secret_in_letter(session)

    verify_email(session, secret=secret, at=at)

    assert account.email_verified_at == at
    with pytest.raises(LinkExpired):
        verify_email(session, secret=secret, at=at)


def test_a_link_is_good_for_three_days(session, at):
    account = make_account(session)
    ask_to_verify(session, account, at=at)

    with pytest.raises(LinkExpired):
        verify_email(
            session, secret=secret_in_letter(session), at=at + timedelta(days=3)
        )

    assert account.email_verified_at is None


def test_a_link_for_a_password_confirms_no_address(session, at):
    account = make_account(session)
    secret = make_link(
        session,
        account_id=account.id,
        purpose=LinkPurpose.RESET_PASSWORD,
        lifetime=timedelta(days=1),
        at=at,
    )
    session.flush()

    with pytest.raises(LinkExpired):
        verify_email(session, secret=secret, at=at)


def test_letters_do_not_follow_each_other_at_once(session, at):
    account = make_account(session)
    ask_to_verify(session, account, at=at)
    session.flush()

    with pytest.raises(TooManyLetters):
        ask_to_verify(session, account, at=at + timedelta(minutes=1))


def test_she_asks_for_the_link_herself_and_presses_a_button(app, session):
    account = make_account(session, email="ani@example.org")
    browser = browser_for(app, session, account)
    assert "a••@example.org" in browser.get("/me/security").text

    sent = submit(browser, "/me/security/email-verification")
    again = submit(browser, "/me/security/email-verification")

    assert sent.location == "/me/security"
    assert again.status_code == 429
    path = f"/email/verify/{secret_in_letter(session)}"
    page = browser.get(path)
    assert account.email_verified_at is None
    done = browser.post(path, data={"csrf_token": csrf_token(page)})
    assert done.location == "/me/security"
    assert "confirmed" in browser.get("/me/security").text
    assert browser.get("/me/security/email-verification").status_code == 303
