"""Browsers of people who work somewhere."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from partners.accounts.services.sessions import start_session
from partners.staff import Seat


@pytest.fixture
def browser_of(app, session: Session) -> Callable[[Seat], FlaskClient]:
    """A browser in which the person of a seat is signed in."""

    def sign_in(seat: Seat) -> FlaskClient:
        browser = app.test_client()
        secret = start_session(
            session, account_id=seat.account_id, at=datetime.now(UTC)
        )
        session.flush()
        browser.set_cookie("person", secret)
        return browser

    return sign_in
