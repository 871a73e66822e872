"""A console's token knows whether its person had shown a second factor (RFC 9470)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from partners.accounts.proof import Method
from partners.oauth.models import Token
from partners.oauth.queries import second_factor_of
from partners.oauth.rules import digest
from partners.organisations import Kind
from tests.factories import make_account, make_organisation
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
    return second_factor_of(session, token_id)


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
