"""A platform, and a person with an account and a password."""

import pytest

from partners.accounts.services.register import register_account
from tests.factories.partners import EARLY
from tests.partners.oauth.flow import make_platform
from tests.partners.oauth.oidc.browsing import EMAIL, PASSWORD


@pytest.fixture
def platform(session):
    return make_platform(session)


@pytest.fixture
def ani(session):
    return register_account(
        session,
        email=EMAIL,
        full_name="Ani Lestari",
        password=PASSWORD,
        at=EARLY,
    )
