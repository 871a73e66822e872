"""The operator's page about denied attempts."""

from datetime import UTC, datetime

import pytest

from partners.accounts.services.sessions import start_session
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import authorization, make_alert, make_organisation, make_seat
from tests.partners.limits.test_guessing import guess
from tests.partners.oauth.flow import hidden_fields


@pytest.fixture
def browser(app, session):
    """A browser of somebody who helps people at the operator."""
    seat = make_seat(session, make_organisation(session, Kind.OPERATOR), Role.SUPPORT)
    browser = app.test_client()
    at = datetime.now(UTC)
    browser.set_cookie(
        "person", start_session(session, account_id=seat.account_id, at=at)
    )
    session.flush()
    with browser.session_transaction() as kept:
        kept["locale"] = "en"
    return browser


def test_nothing_to_see_is_said(browser):
    page = browser.get("/operator/denials")

    assert page.status_code == 200
    assert "No alert is open." in page.text
    assert "Nothing was denied that matches." in page.text


def test_a_denial_is_found_by_e_mail(app, browser, session):
    guess(app.test_client(), "ani@example.org")

    found = browser.get("/operator/denials?email=ani@example.org")
    none = browser.get("/operator/denials?email=other@example.org")
    wrong = browser.get("/operator/denials?email=nobody")

    assert "wrong-credentials" in found.text
    assert "Nothing was denied that matches." in none.text
    assert wrong.status_code == 200
    assert "no e-mail address" in wrong.text


def test_a_reason_that_is_explained_somewhere_leads_there(app, browser):
    guess(app.test_client(), "ani@example.org")
    app.test_client().get("/v1/events", headers=authorization("guessed"))

    page = browser.get("/operator/denials").text

    assert 'href="/problems/wrong-credentials"' in page
    assert "token-unknown" in page
    assert "/problems/token-unknown" not in page


def test_an_alert_names_the_partner_whose_client_it_was(browser, session):
    partner = make_organisation(session, name="Balai Latihan Kerja Maju")
    make_alert(session, rule="redeem_codes", organisation_id=partner.id)

    page = browser.get("/operator/denials").text

    assert "A partner sends redeem codes that it has no voucher for" in page
    assert "Balai Latihan Kerja Maju" in page


def test_an_alert_is_closed_with_a_note(browser, session):
    alert = make_alert(session)
    page = browser.get("/operator/denials")
    token = hidden_fields(page)["csrf_token"]
    address = f"/operator/alerts/{alert.id}/acknowledge"

    without = browser.post(address, data={"csrf_token": token, "note": " "})
    session.refresh(alert)
    assert (without.status_code, alert.acknowledged_at) == (303, None)
    done = browser.post(address, data={"csrf_token": token, "note": "Looked into it."})

    session.refresh(alert)
    assert done.status_code == 303
    assert alert.note == "Looked into it."
