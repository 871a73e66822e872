"""The browsers in which somebody is signed in (ASVS 5.0, section 7.5)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from core.audit.models import AuditEntry
from partners.accounts import BrowserSession
from partners.accounts.devices import Device
from partners.accounts.services.sessions import start_session
from tests.factories import make_account, make_authenticator
from tests.partners.browsing import BOTH, browser_for, submit

PAGE = "/me/security/sessions"


@pytest.fixture
def account(session):
    return make_account(session)


@pytest.fixture
def browser(app, session, account):
    return browser_for(app, session, account)


def sign_in_elsewhere(session, account, **changes) -> BrowserSession:
    start_session(
        session,
        account_id=account.id,
        at=datetime.now(UTC),
        device=Device(browser="Firefox, Linux", network="203.0.113.0/24"),
    )
    session.flush()
    newest = session.scalars(
        select(BrowserSession).where(BrowserSession.browser == "Firefox, Linux")
    ).one()
    for name, value in changes.items():
        setattr(newest, name, value)
    session.flush()
    return newest


def live(session) -> int:
    query = select(func.count()).where(BrowserSession.revoked_at.is_(None))
    return session.scalar(query) or 0


def test_every_browser_is_listed_with_what_is_known_of_it(session, browser, account):
    sign_in_elsewhere(session, account)

    page = browser.get(PAGE)

    assert "Firefox, Linux" in page.text
    assert "203.0.113.0/24" in page.text
    assert "password" in page.text
    assert page.text.count("Sign this browser out") == 1
    assert page.text.count("this one") == 1
    assert f'href="{PAGE}"' in browser.get("/me/security").text


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"last_seen_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_what_is_over_is_not_listed(session, browser, account, changes):
    sign_in_elsewhere(session, account, **changes)

    page = browser.get(PAGE)

    assert "Firefox" not in page.text
    assert "Sign all others out" not in page.text


def test_one_browser_is_signed_out_from_afar(app, session, browser, account):
    other = browser_for(app, session, account)
    theirs = session.scalars(
        select(BrowserSession).order_by(BrowserSession.id.desc()).limit(1)
    ).one()

    response = submit(browser, f"{PAGE}/{theirs.id}/end")

    assert response.location == PAGE
    assert other.get("/me/security").status_code == 303
    assert browser.get("/me/security").status_code == 200
    assert session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_id == str(account.id))
    ).all() == ["account.session_ended"]
    assert submit(browser, f"{PAGE}/{theirs.id}/end").status_code == 404


def test_all_others_are_signed_out_at_once(app, session, browser, account):
    others = [browser_for(app, session, account) for _ in range(3)]

    response = submit(browser, f"{PAGE}/others/end")

    assert response.location == PAGE
    assert "3 browsers were signed out." in browser.get(PAGE).text
    assert [each.get(PAGE).status_code for each in others] == [303] * 3
    assert live(session) == 1


def test_another_person_s_browser_looks_like_none(app, session, browser):
    other = make_account(session)
    browser_for(app, session, other)
    theirs = session.scalars(
        select(BrowserSession).where(BrowserSession.account_id == other.id)
    ).one()

    assert submit(browser, f"{PAGE}/{theirs.id}/end").status_code == 404
    assert live(session) == 2


def test_a_thief_with_an_old_cookie_signs_nobody_out(app, session, account):
    """ASVS 7.5.2: ending sessions needs a proof of a moment ago."""
    make_authenticator(session, account)
    long_ago = datetime.now(UTC) - timedelta(minutes=11)
    thief = browser_for(app, session, account, methods=BOTH, at=long_ago)
    browser_for(app, session, account, methods=BOTH)

    assert submit(thief, f"{PAGE}/others/end").status_code == 403
    assert live(session) == 2


def test_the_language_can_be_chosen_after_each_form(session, browser):
    assert browser.get(f"{PAGE}/others/end").location == PAGE
    session.execute(update(BrowserSession).values(browser=None))
    assert "Unknown browser" in browser.get(PAGE).text
