"""An emergency, on a phone: one closes, strangers read why, two open."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from core.unit_of_work import unit_of_work
from partners.accounts.services.sessions import start_session
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import (
    make_account,
    make_authenticator,
    make_organisation,
    make_seat,
)
from tests.partners.browsing import BOTH

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def hire(visit, served):
    """A phone on which a new member of the operator's staff is signed in."""
    with unit_of_work("test") as session:
        operator = make_organisation(session, Kind.OPERATOR, name="PMO")

    def sign_in(role, name):
        with unit_of_work("test") as session:
            account = make_account(session, full_name=name)
            make_authenticator(session, account)
            make_seat(session, operator, role, account_id=account.id)
            secret = start_session(
                session, account_id=account.id, at=datetime.now(UTC), methods=BOTH
            )
        watch = visit(locale="en-GB")
        cookie = {"name": "person", "value": secret, "url": served}
        watch.page.context.add_cookies([cookie])
        watch.page.goto(f"{served}/me")
        watch.page.get_by_role("button", name="English").click()
        return watch

    return sign_in


def test_registration_is_closed_and_opened_again(served, visit, hire):
    ratna = hire(Role.PROGRAMME, "Ratna Wulandari")
    page = ratna.page
    ratna.look("me-of-staff")
    page.get_by_role("link", name="Kill switches").first.click()
    ratna.look("switches-open")
    page.get_by_label("What to close").select_option("participant_sign_up")
    page.get_by_label("Reason in Indonesian").fill("Data sedang diperiksa.")
    page.get_by_label("Reason in English").fill("Numbers are being checked.")
    page.get_by_role("button", name="Close it now").click()
    expect(page.get_by_role("status").first).to_have_text("It is closed from now on.")
    ratna.look("switches-closed")

    stranger = visit()
    stranger.page.goto(f"{served}/register")
    expect(stranger.page.get_by_text("Data sedang diperiksa.")).to_be_visible()
    stranger.look("registration-closed")

    page.get_by_text("Propose to open it again").click()
    page.get_by_label("Why it can be opened again").fill("They are right.")
    page.get_by_role("button", name="Propose", exact=True).click()
    ratna.look("switches-proposed")
    budi = hire(Role.TREASURY, "Budi Santoso")
    budi.page.goto(f"{served}/operator/switches")
    budi.page.get_by_role("button", name="I have looked, open it").click()
    expect(budi.page.get_by_text("Nothing is closed.")).to_be_visible()
    budi.look("switches-opened")

    stranger.page.reload()
    expect(stranger.page.get_by_label("Surel")).to_be_visible()
