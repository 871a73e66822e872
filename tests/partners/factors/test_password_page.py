"""Changing one's password."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from partners.accounts import BrowserSession
from partners.accounts.passwords import hash_password, is_password
from partners.factors.models import FailedProof
from tests.factories import kinds_of_letters, make_account, make_authenticator
from tests.partners.browsing import BOTH, browser_for, hidden_fields, submit

PAGE = "/me/security/password"
OLD, NEW = "kuda hijau berlari pagi", "angsa biru terbang malam"


@pytest.fixture
def account(session):
    return make_account(session, password_hash=hash_password(OLD))


def test_the_other_browsers_are_signed_out(app, session, account):
    mine, other = (browser_for(app, session, account) for _ in range(2))
    old_secret = mine.get_cookie("person").value

    response = submit(mine, PAGE, current=OLD, password=NEW)

    assert response.location == "/me/security"
    session.refresh(account)
    assert is_password(NEW, account.password_hash)
    assert mine.get("/me/security").status_code == 200
    assert mine.get_cookie("person").value != old_secret
    assert other.get("/me/security").location.startswith("/sign-in")
    assert kinds_of_letters(session) == ["password-changed"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"current": "wrong", "password": NEW}, 403),
        ({"current": OLD, "password": "short"}, 422),
        ({"current": OLD, "password": ""}, 422),
    ],
)
def test_a_bad_change_changes_nothing(app, session, account, fields, status):
    browser, other = (browser_for(app, session, account) for _ in range(2))

    response = submit(browser, PAGE, **fields)

    assert response.status_code == status
    session.refresh(account)
    assert is_password(OLD, account.password_hash)
    assert other.get("/me/security").status_code == 200
    wrong = session.scalar(select(func.count()).select_from(FailedProof))
    assert wrong == (1 if status == 403 else 0)


def test_guessing_the_current_password_is_stopped(app, session, account):
    browser = browser_for(app, session, account)
    for _ in range(5):
        submit(browser, PAGE, current="wrong", password=NEW)

    response = submit(browser, PAGE, current=OLD, password=NEW)

    assert response.status_code == 429
    session.refresh(account)
    assert is_password(OLD, account.password_hash)


def test_whoever_has_a_second_factor_shows_it_first(app, session, account):
    make_authenticator(session, account)
    long_ago = datetime.now(UTC) - timedelta(minutes=11)
    browser = browser_for(app, session, account, methods=BOTH, at=long_ago)

    asked, sent = browser.get(PAGE), submit(browser, PAGE, current=OLD, password=NEW)

    assert asked.status_code == 200
    assert 'name="code"' in asked.text
    assert f'value="{PAGE}?"' in asked.text or f'value="{PAGE}"' in asked.text
    assert sent.status_code == 403
    # Passwords do not wait in the page.
    assert hidden_fields(sent) == [("action", PAGE)]
    assert OLD not in sent.text
    assert NEW not in sent.text
    session.refresh(account)
    assert is_password(OLD, account.password_hash)


def test_a_session_that_was_begun_before_is_no_longer_there(app, session, account):
    browser_for(app, session, account)
    browser = browser_for(app, session, account)

    submit(browser, PAGE, current=OLD, password=NEW)

    ended = session.scalars(
        select(BrowserSession.id).where(BrowserSession.revoked_at.is_not(None))
    ).all()
    assert len(ended) == 1
