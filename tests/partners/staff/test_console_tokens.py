"""A console's token knows whether its person had shown a second factor (RFC 9470)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from partners.accounts import Account
from partners.accounts.proof import Method
from partners.oauth.models import Token
from partners.oauth.queries import sign_in_behind
from partners.oauth.rules import digest
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_account,
    make_organisation,
    make_seat,
)
from tests.partners.browsing import BOTH, browser_for
from tests.partners.oauth.flow import make_platform, refresh, tokens_for


@pytest.fixture
def console(session):
    return make_platform(
        session,
        "none",
        organisation=make_organisation(session, Kind.OPERATOR),
        scopes=["staff:act"],
    )


def shown_at(session, bearer: str) -> datetime | None:
    token_id = session.scalars(
        select(Token.id).where(Token.access_hash == digest(bearer))
    ).one()
    behind = sign_in_behind(session, token_id)
    return behind.second_factor_at


@pytest.mark.parametrize(
    ("methods", "shown"), [(BOTH, True), ([Method.PASSWORD], False)]
)
def test_a_token_and_its_successors_remember_it(app, session, console, methods, shown):
    at = datetime.now(UTC)
    account = make_account(session)
    browser = browser_for(app, session, account, methods=methods, at=at)

    first = tokens_for(browser, console, scope="staff:act")
    second = refresh(browser, console, first["refresh_token"]).json

    for tokens in (first, second):
        assert shown_at(session, tokens["access_token"]) == (at if shown else None)


def test_a_token_dies_with_the_password_that_it_rests_on(app, session, console):
    """Whoever changes a password that somebody knew ends what that one began."""
    seat = make_seat(session, make_organisation(session))
    account = session.get_one(Account, seat.account_id)
    browser = browser_for(app, session, account, methods=BOTH)
    bearer = tokens_for(browser, console, scope="staff:act")["access_token"]
    path = f"/v1/organisations/{seat.organisation_id}/sanctions"
    assert browser.get(path, headers=authorization(bearer)).status_code == 200

    account.password_changed_at = datetime.now(UTC)
    session.flush()

    assert browser.get(path, headers=authorization(bearer)).status_code == 401
