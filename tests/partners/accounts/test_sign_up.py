"""An account for people of organisations: an address, a letter, and then the rest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.accounts.errors import (
    EmailTaken,
    EmailUnusable,
    LinkExpired,
    PasswordTooShort,
)
from partners.accounts.models import SignUp
from partners.accounts.passwords import is_password
from partners.accounts.services.sign_up import (
    answer_sign_up,
    ask_to_sign_up,
    finish_sign_up,
    forget_sign_ups,
    read_sign_up,
)
from partners.staff import Seat
from tests.factories import letters, link_in, make_account

EMAIL = "sari@kursus.example"
PASSWORD = "kuda hijau berlari pagi"


def ask(session, at, email=EMAIL, next_page="/join"):
    asked = ask_to_sign_up(
        session, email=email, locale="en", next_page=next_page, at=at
    )
    answer_sign_up(session, asked, at=at)
    session.flush()
    return asked


def finish(session, secret, at, password=PASSWORD):
    return finish_sign_up(
        session,
        secret=secret,
        full_name="Sari Dewi",
        password=password,
        locale="en",
        at=at,
    )


def secret_in_letter(session) -> str:
    (_, _, body) = letters(session, "sign-up")[-1]
    return link_in(body).rpartition("/")[2]


def accounts(session) -> int:
    return session.scalar(select(func.count()).select_from(Account))


def test_an_address_alone_makes_no_account(session, at):
    ask(session, at, email=" Sari@Kursus.example")

    ((recipient, subject, body),) = letters(session)
    assert (recipient, subject) == (EMAIL, "Make your account")
    assert "http://127.0.0.1:8000/sign-up/" in body
    assert accounts(session) == 0


def test_whoever_follows_the_link_has_an_account_whose_address_is_verified(session, at):
    ask(session, at)

    account = finish(session, secret_in_letter(session), at)

    assert account.email_verified_at == at
    assert is_password(PASSWORD, account.password_hash)
    actions = session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_id == str(account.id))
    ).all()
    assert sorted(actions) == ["account.email_verified", "account.registered"]


def test_the_account_may_act_for_no_organisation(session, at):
    ask(session, at)

    account = finish(session, secret_in_letter(session), at)

    seats = select(func.count()).select_from(Seat).where(Seat.account_id == account.id)
    assert session.scalar(seats) == 0


def test_who_has_an_account_is_told_how_to_sign_in(session, at):
    account = make_account(session, email=EMAIL, locale="en")

    ask(session, at, next_page="/join?kind=assessor")

    ((recipient, subject, body),) = letters(session)
    assert (recipient, subject) == (EMAIL, "You have an account already")
    assert "/sign-in?next=%2Fjoin%3Fkind%3Dassessor" in body
    assert "/password/forgotten" in body
    assert accounts(session) == 1
    assert account.email_verified_at is None


def test_a_disabled_account_is_written_nothing(session, at):
    make_account(session, email=EMAIL, disabled_at=at)

    ask(session, at)

    assert letters(session) == []


def test_an_answer_is_given_once(session, at):
    asked = ask(session, at)

    answer_sign_up(session, asked, at=at + timedelta(hours=1))

    assert len(letters(session)) == 1


@pytest.mark.parametrize("known", [False, True])
def test_nobody_s_mailbox_is_filled(session, at, known):
    """Per address: two minutes between letters, five a day, whether it has an account
    or not."""
    if known:
        make_account(session, email=EMAIL)
    for minute in range(0, 60, 2):
        ask(session, at + timedelta(minutes=minute))
        ask(session, at + timedelta(minutes=minute, seconds=30))
    ask(session, at, email="another@kursus.example")

    recipients = [to for to, _, _ in letters(session)]
    assert recipients.count(EMAIL) == 5
    assert recipients.count("another@kursus.example") == 1

    ask(session, at + timedelta(days=2))
    assert [to for to, _, _ in letters(session)].count(EMAIL) == 6


def test_a_link_works_once_and_with_it_all_others(session, at):
    ask(session, at)
    first = secret_in_letter(session)
    later = at + timedelta(minutes=5)
    ask(session, later)
    second = secret_in_letter(session)
    assert first != second

    finish(session, second, later)

    for secret in (first, second):
        with pytest.raises(LinkExpired):
            finish(session, secret, later)
    assert accounts(session) == 1


def test_a_link_works_for_three_days_and_is_forgotten(session, at):
    ask(session, at)
    end = at + timedelta(days=3)

    with pytest.raises(LinkExpired):
        read_sign_up(session, secret=secret_in_letter(session), at=end)
    forget_sign_ups(session, at=end)
    assert session.scalar(select(func.count()).select_from(SignUp)) == 1
    forget_sign_ups(session, at=end + timedelta(seconds=1))

    assert session.scalar(select(func.count()).select_from(SignUp)) == 0
    assert accounts(session) == 0


def test_a_bad_password_leaves_the_link_good(session, at):
    ask(session, at)
    secret = secret_in_letter(session)

    with pytest.raises(PasswordTooShort):
        finish(session, secret, at, password="short")

    assert accounts(session) == 0
    assert finish(session, secret, at).email_verified_at == at


def test_an_address_that_came_to_an_account_meanwhile_is_not_made_twice(session, at):
    ask(session, at)
    make_account(session, email=EMAIL)

    with pytest.raises(EmailTaken):
        finish(session, secret_in_letter(session), at)

    assert accounts(session) == 1


@pytest.mark.parametrize("secret", ["", "x" * 43, "\0", "\ud800"])
def test_an_invented_link_opens_nothing(session, at, secret):
    ask(session, at)

    with pytest.raises(LinkExpired):
        finish(session, secret, at)


@pytest.mark.parametrize("email", ["", "sari", "a@b", "\ud800@x.example", "a" * 255])
def test_what_is_no_address_is_refused(session, at, email):
    with pytest.raises(EmailUnusable):
        ask(session, at, email=email)


def test_the_address_is_sealed(session, at):
    """PD-01: no column holds the address in clear."""
    ask(session, at)

    row = session.scalars(select(SignUp)).one()
    assert b"kursus" not in row.email_sealed + row.email_index


@pytest.mark.race
def test_of_many_who_follow_the_link_at_once_one_makes_the_account(committed, at):
    with unit_of_work("test") as session:
        asked = ask_to_sign_up(
            session, email=EMAIL, locale="en", next_page="/join", at=at
        )
        answer_sign_up(session, asked, at=at)
        session.flush()
        secret = secret_in_letter(session)

    def follow(number: int) -> str:
        try:
            with unit_of_work("test") as session:
                finish(session, secret, at, password=f"{PASSWORD} {number}")
        except LinkExpired:
            return "expired"
        return "made"

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(follow, range(8)))

    assert sorted(told) == ["expired"] * 7 + ["made"]
    with unit_of_work("test") as session:
        assert accounts(session) == 1


@pytest.mark.race
def test_of_many_wishes_at_once_one_is_answered(committed, at):
    def wish(_: int) -> None:
        with unit_of_work("test") as session:
            asked = ask_to_sign_up(
                session, email=EMAIL, locale="en", next_page="/join", at=at
            )
        with unit_of_work("test") as session:
            answer_sign_up(session, asked, at=at)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(wish, range(6)))

    with unit_of_work("test") as session:
        assert len(letters(session)) == 1
