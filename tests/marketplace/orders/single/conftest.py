"""A platform that may not spend, and she who is asked to let it once."""

import pytest

from core.clock import now
from partners.accounts.services.sessions import start_session
from tests.partners.oauth.flow import (
    Platform,
    make_platform,
)


@pytest.fixture
def platform(session, shop) -> Platform:
    """The shop's platform, whose client has no scope that spends."""
    return make_platform(
        session, organisation=shop.platform, scopes=["balance:read", "profile:read"]
    )


@pytest.fixture(autouse=True)
def _signed_in(client, session, shop):
    secret = start_session(session, account_id=shop.account.id, at=now())
    session.flush()
    client.set_cookie("person", secret)
