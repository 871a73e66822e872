"""Signing in with a second factor: the password alone opens nothing any more."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from partners.accounts import BrowserSession
from partners.accounts.models import PendingSignIn
from partners.accounts.passwords import hash_password
from partners.accounts.services.second_step import (
    begin_second_step,
    forget_pending,
    pending_account,
)
from partners.factors.models import FailedProof
from partners.factors.services.recovery_codes import make_recovery_codes
from tests.factories import code_at, make_account, make_authenticator
from tests.partners.browsing import csrf_token

EMAIL = "ratna@example.org"
PASSWORD = "kuda hijau berlari pagi"


@pytest.fixture
def account(session):
    account = make_account(session, email=EMAIL, password_hash=hash_password(PASSWORD))
    make_authenticator(session, account)
    return account


def type_password(client, next_page="/links"):
    token = csrf_token(client.get("/sign-in"))
    form = {"email": EMAIL, "password": PASSWORD, "next": next_page}
    return client.post("/sign-in", data={"csrf_token": token, **form})


def type_code(client, code, next_page="/links"):
    token = csrf_token(client.get("/sign-in/code"))
    form = {"code": code, "next": next_page}
    return client.post("/sign-in/code", data={"csrf_token": token, **form})


def visits(session) -> int:
    return session.scalar(select(func.count()).select_from(BrowserSession)) or 0


def right_code() -> str:
    return code_at(datetime.now(UTC))


def test_the_password_alone_opens_nothing(client, session, account):
    response = type_password(client)

    assert response.location == "/sign-in/code?next=%2Flinks"
    assert client.get_cookie("person") is None
    assert visits(session) == 0
    assert client.get("/links").location.startswith("/sign-in?")


def test_password_and_code_open_the_page_that_was_asked_for(client, session, account):
    type_password(client)

    response = type_code(client, right_code())

    assert (response.status_code, response.location) == (303, "/links")
    stored = session.scalars(select(BrowserSession)).one()
    assert stored.methods == ["otp", "pwd"]
    assert stored.second_factor_at == stored.authenticated_at == stored.created_at
    assert client.get("/links").status_code == 200
    assert session.scalar(select(func.count()).select_from(PendingSignIn)) == 0


def test_a_recovery_code_does_for_a_lost_authenticator(client, session, account):
    codes = make_recovery_codes(session, account_id=account.id, at=datetime.now(UTC))
    type_password(client)

    assert type_code(client, codes[0]).status_code == 303

    assert session.scalars(select(BrowserSession)).one().methods == ["pwd", "recovery"]


def test_a_wrong_code_is_counted_and_may_be_corrected(client, session, account):
    type_password(client)

    wrong = type_code(client, "000000")

    assert wrong.status_code == 403
    assert visits(session) == 0
    assert session.scalar(select(func.count()).select_from(FailedProof)) == 1
    assert type_code(client, right_code()).status_code == 303


def test_oa_24_five_wrong_codes_are_enough(client, session, account):
    type_password(client)
    for _ in range(5):
        type_code(client, "000000")

    response = type_code(client, right_code())

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert visits(session) == 0


def test_who_has_not_typed_a_password_is_not_asked_for_a_code(client, account):
    assert client.get("/sign-in/code").location == "/sign-in"


def test_a_sign_in_that_was_finished_cannot_be_finished_again(
    app, client, session, account
):
    """A copy of the cookie of the first step is worth nothing after the second."""
    type_password(client)
    page = client.get("/sign-in/code")
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)
    type_code(client, right_code())

    later = code_at(datetime.now(UTC), steps=1)
    form = {"csrf_token": csrf_token(page), "code": later}
    response = copy.post("/sign-in/code", data=form)

    assert response.location == "/sign-in"
    assert visits(session) == 1


def test_the_code_follows_within_ten_minutes(session, account, at):
    secret = begin_second_step(session, account_id=account.id, at=at)
    session.flush()

    just = at + timedelta(minutes=9, seconds=59)
    assert pending_account(session, secret=secret, at=just) is account
    end = at + timedelta(minutes=10)
    assert pending_account(session, secret=secret, at=end) is None
    forget_pending(session, at=end + timedelta(seconds=1))
    assert session.scalar(select(func.count()).select_from(PendingSignIn)) == 0
