"""Accounts and the sessions of browsers, without pages."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from core.privacy import vault_of
from core.unit_of_work import unit_of_work
from partners.accounts import Account, BrowserSession
from partners.accounts.errors import (
    EmailTaken,
    EmailUnusable,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
    WrongCredentials,
)
from partners.accounts.passwords import hash_password, is_password
from partners.accounts.rules import given_name
from partners.accounts.services.register import register_account
from partners.accounts.services.sessions import (
    find_visit,
    forget_sessions,
    start_session,
)
from partners.accounts.services.sign_in import sign_in
from tests.factories import make_account

PASSWORD = "kuda hijau berlari pagi"


def register(session, at, **changes: Any) -> Account:
    values = {
        "email": "Ani.Lestari@Example.org ",
        "full_name": "Ani Lestari",
        "password": PASSWORD,
    }
    return register_account(session, at=at, **(values | changes))


def accounts(session) -> int:
    return session.scalar(select(func.count()).select_from(Account)) or 0


def test_an_account_is_sealed_and_found_by_its_e_mail(session, at):
    """PD-01, PD-02: nothing readable is stored."""
    account = register(session, at)

    found = sign_in(session, email="ANI.lestari@example.ORG", password=PASSWORD, at=at)

    assert found.id == account.id
    stored = account.email_sealed + account.full_name_sealed + account.email_index
    assert b"lestari" not in stored.lower()
    assert account.password_hash.startswith("$argon2id$")
    opened = vault_of(session).open(account.email_sealed, row=account.id, field="email")
    assert opened == "ani.lestari@example.org"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "ani"}, EmailUnusable),
        ({"email": "ani@example"}, EmailUnusable),
        ({"email": "ani@exa mple.org"}, EmailUnusable),
        ({"email": "a\0ni@example.org"}, EmailUnusable),
        ({"email": "a\ud800@example.org"}, EmailUnusable),
        ({"email": "a" * 250 + "@example.org"}, EmailUnusable),
        ({"password": "elevenchars"}, PasswordTooShort),
        ({"password": "x1" * 65}, PasswordTooLong),
        ({"password": "aaaabbbbccccdddd"}, PasswordGuessable),
        ({"password": "Ani.Lestari@example.org"}, PasswordGuessable),
    ],
)
def test_what_cannot_be_an_account_is_refused(session, at, changes, refusal):
    with pytest.raises(refusal):
        register(session, at, **changes)

    assert accounts(session) == 0


def test_an_e_mail_has_one_account(session, at):
    register(session, at)

    with pytest.raises(EmailTaken):
        register(session, at, email="ani.lestari@EXAMPLE.org")

    assert accounts(session) == 1


@pytest.mark.race
def test_of_many_who_register_an_e_mail_at_once_one_wins(committed, at):
    def attempt(_: int) -> bool:
        try:
            with unit_of_work("test") as session:
                register(session, at)
        except EmailTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))

    assert sorted(won) == [False] * 7 + [True]
    with unit_of_work("test") as session:
        assert accounts(session) == 1


@pytest.mark.parametrize("password", ["", "wrong", "\0", "\ud800", "x" * 10000])
def test_any_text_may_be_tried_as_a_password(session, at, password):
    """SC-06."""
    register(session, at)

    with pytest.raises(WrongCredentials):
        sign_in(session, email="ani.lestari@example.org", password=password, at=at)


def test_no_account_has_no_password():
    assert is_password(PASSWORD, hash_password(PASSWORD))
    assert not is_password(PASSWORD, None)
    assert not is_password(PASSWORD, "unusable")


def test_an_old_hash_is_made_anew_on_the_way(session, at):
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    account = make_account(
        session, email="budi@example.org", password_hash=weak.hash(PASSWORD)
    )

    sign_in(session, email="budi@example.org", password=PASSWORD, at=at)

    assert "m=19456,t=2,p=1" in account.password_hash
    assert is_password(PASSWORD, account.password_hash)


@pytest.mark.parametrize(
    ("used", "later", "lives"),
    [
        ([], timedelta(hours=1, minutes=59), True),
        ([], timedelta(hours=2), False),
        ([1, 2, 3], timedelta(hours=4), True),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], timedelta(hours=12), False),
    ],
)
def test_a_session_ends_when_it_is_left_alone_or_after_a_working_day(
    session, at, used, later, lives
):
    account = make_account(session)
    secret = start_session(session, account_id=account.id, at=at)

    for hours in used:
        find_visit(session, secret=secret, at=at + timedelta(hours=hours))

    found = find_visit(session, secret=secret, at=at + later)
    assert (found is not None) is lives


def test_a_disabled_account_is_signed_in_nowhere(session, at):
    account = make_account(session)
    secret = start_session(session, account_id=account.id, at=at)

    session.execute(update(Account).values(disabled_at=at))

    assert find_visit(session, secret=secret, at=at) is None


def test_sessions_that_ended_a_month_ago_are_forgotten(session, at):
    start_session(session, account_id=make_account(session).id, at=at)
    end = at + timedelta(hours=12)

    forget_sessions(session, at=end + timedelta(days=30))
    kept = session.scalar(select(func.count()).select_from(BrowserSession))
    forget_sessions(session, at=end + timedelta(days=30, seconds=1))

    assert kept == 1
    assert session.scalar(select(func.count()).select_from(BrowserSession)) == 0


@pytest.mark.parametrize(
    ("full", "given"), [("Ani Lestari", "Ani"), ("Suharto", "Suharto"), (" ", "")]
)
def test_a_given_name_is_the_first_word(full, given):
    assert given_name(full) == given
