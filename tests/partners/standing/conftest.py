"""Two people at the operator, a partner with an owner."""

import pytest

from partners.accounts import Account
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import make_authenticator, make_organisation
from tests.partners.browsing import BOTH, browser_for
from tests.partners.standing.deciding import Desk


@pytest.fixture
def desk(client, session) -> Desk:
    return Desk(session, client)


@pytest.fixture
def first(desk):
    return desk.hire()


@pytest.fixture
def second(desk):
    return desk.hire()


@pytest.fixture
def partner(session):
    return make_organisation(session, Kind.DIGITAL_PLATFORM, name="Pasar Pelatihan")


@pytest.fixture
def owner(desk, partner):
    return desk.hire(Role.OWNER, at=partner)


@pytest.fixture
def browser_of(app, session):
    """A browser in which the person of a seat is signed in with a second factor."""

    def sign_in(seat):
        account = session.get_one(Account, seat.account_id)
        if account.protected_at is None:
            make_authenticator(session, account)
        locale = account.locale
        browser = browser_for(app, session, account, methods=BOTH)
        account.locale = locale
        session.flush()
        return browser

    return sign_in
