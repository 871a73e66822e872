import pytest

from partners.accounts import Account
from partners.organisations import Kind
from tests.catalog.feed.stand import make_stand
from tests.factories import make_authenticator, make_organisation, make_seat
from tests.partners.browsing import BOTH, browser_for


@pytest.fixture
def stand(session):
    return make_stand(session)


@pytest.fixture
def browser_of(app, session):
    """A browser in which the person of a seat is signed in, with a second factor."""

    def sign_in(seat):
        account = session.get_one(Account, seat.account_id)
        if account.protected_at is None:
            make_authenticator(session, account)
        return browser_for(app, session, account, methods=BOTH)

    return sign_in


@pytest.fixture
def hire_operator(session, browser_of):
    """A browser of a new member of the operator's staff, in English."""

    def sign_in(*roles):
        operator = make_organisation(session, Kind.OPERATOR)
        return browser_of(make_seat(session, operator, *roles))

    return sign_in
