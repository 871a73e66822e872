"""Two clients of the profile, and a person who is signed in."""

import pytest

from tests.partners.oauth.fapi.suite import Party, make_party
from tests.partners.oauth.flow import sign_in


@pytest.fixture
def party(client, session) -> Party:
    sign_in(client, session)
    return make_party(session, client, "first")


@pytest.fixture
def other(client, session, party) -> Party:
    return make_party(session, client, "second")
