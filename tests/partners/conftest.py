"""Browsers of people who work somewhere."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from partners.accounts import Account
from partners.accounts.proof import Method
from partners.staff import Seat
from tests.factories import make_authenticator
from tests.partners.browsing import BOTH, browser_for


@pytest.fixture
def browser_of(app, session: Session) -> Callable[..., FlaskClient]:
    """A browser in which the person of a seat is signed in, a moment ago and with a
    second factor unless said otherwise."""

    def sign_in(
        seat: Seat,
        *,
        methods: Sequence[Method] = BOTH,
        at: datetime | None = None,
        pages: Flask = app,
    ) -> FlaskClient:
        account = session.get_one(Account, seat.account_id)
        if account.protected_at is None and set(methods) != {Method.PASSWORD}:
            make_authenticator(session, account)
        browser = browser_for(pages, session, account, methods=methods, at=at)
        account.locale = "id"
        return browser

    return sign_in
