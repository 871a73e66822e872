"""Forgotten passwords: a link, once, for half an hour, and no word on who has one."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from sqlalchemy import func, select

from core.unit_of_work import unit_of_work
from partners.accounts import Account, BrowserSession
from partners.accounts.errors import LinkExpired, PasswordTooShort
from partners.accounts.models import MailedLink, ResetRequest
from partners.accounts.passwords import hash_password, is_password
from partners.accounts.services.change_password import (
    answer_reset_request,
    ask_for_reset,
    reset_password,
)
from partners.accounts.services.sessions import find_visit, start_session
from tests.factories import (
    kinds_of_letters,
    letters,
    link_in,
    make_account,
    make_authenticator,
)
from tests.partners.browsing import csrf_token

EMAIL = "ani.lestari@example.org"
OLD, NEW = "kuda hijau berlari pagi", "angsa biru terbang malam"


@pytest.fixture
def account(session) -> Account:
    return make_account(session, email=EMAIL, password_hash=hash_password(OLD))


def ask(session, at, email=EMAIL) -> None:
    asked = ask_for_reset(session, email=email, at=at)
    assert asked is not None
    answer_reset_request(session, asked, at=at)
    session.flush()


def secret_in_letter(session) -> str:
    (_, _, body) = letters(session, "password-reset")[-1]
    return link_in(body).rpartition("/")[2]


def test_a_link_in_a_letter_sets_a_new_password(session, account, at):
    ask(session, at, email=" ANI.Lestari@example.org")

    (recipient, subject, body), *others = letters(session)
    assert (recipient, others) == (EMAIL, [])
    assert subject == "Kata sandi baru untuk akun Anda"
    assert "http://127.0.0.1:8000/password/new/" in body
    reset_password(session, secret=secret_in_letter(session), password=NEW, at=at)

    assert is_password(NEW, account.password_hash)
    assert account.email_verified_at == at
    assert kinds_of_letters(session) == ["password-reset", "password-changed"]


def test_every_session_ends_with_a_new_password(session, account, at):
    secret = start_session(session, account_id=account.id, at=at)
    ask(session, at)

    reset_password(session, secret=secret_in_letter(session), password=NEW, at=at)

    assert find_visit(session, secret=secret, at=at) is None


def test_second_factors_outlive_a_new_password(session, account, at):
    """Whoever reads her mail does not thereby hold her telephone."""
    make_authenticator(session, account)
    ask(session, at)

    reset_password(session, secret=secret_in_letter(session), password=NEW, at=at)

    assert account.protected_at is not None


def test_a_link_works_once_and_with_it_all_others(session, account, at):
    ask(session, at)
    first = secret_in_letter(session)
    later = at + timedelta(minutes=5)
    ask(session, later)
    second = secret_in_letter(session)
    assert first != second

    reset_password(session, secret=second, password=NEW, at=later)

    for secret in (first, second):
        with pytest.raises(LinkExpired):
            reset_password(session, secret=secret, password=OLD, at=later)
    assert is_password(NEW, account.password_hash)


def test_a_link_works_for_half_an_hour(session, account, at):
    ask(session, at)
    end = at + timedelta(minutes=30)

    with pytest.raises(LinkExpired):
        reset_password(session, secret=secret_in_letter(session), password=NEW, at=end)

    just = end - timedelta(seconds=1)
    reset_password(session, secret=secret_in_letter(session), password=NEW, at=just)


def test_a_bad_password_leaves_the_link_good(session, account, at):
    ask(session, at)
    secret = secret_in_letter(session)

    with pytest.raises(PasswordTooShort):
        reset_password(session, secret=secret, password="short", at=at)

    reset_password(session, secret=secret, password=NEW, at=at)


@pytest.mark.parametrize("secret", ["", "x" * 43, "\0", "\ud800"])
def test_an_invented_link_opens_nothing(session, account, at, secret):
    with pytest.raises(LinkExpired):
        reset_password(session, secret=secret, password=NEW, at=at)


def test_nobody_s_mailbox_is_filled(session, account, at):
    for minute in range(0, 60, 2):
        ask(session, at + timedelta(minutes=minute))
        ask(session, at + timedelta(minutes=minute, seconds=30))

    assert len(letters(session, "password-reset")) == 5


@pytest.mark.parametrize("email", ["who@example.org", "disabled@example.org"])
def test_an_address_without_an_account_gets_no_letter(session, account, at, email):
    make_account(session, email="disabled@example.org", disabled_at=at)

    ask(session, at, email=email)

    assert letters(session) == []
    assert session.scalar(select(func.count()).select_from(ResetRequest)) == 0


def test_neither_address_nor_link_stands_in_a_table(session, account, at):
    """PD-01."""
    asked = ask_for_reset(session, email=EMAIL, at=at)
    assert EMAIL.encode() not in session.get_one(ResetRequest, asked).email_sealed
    answer_reset_request(session, asked, at=at)

    hashes = session.scalars(select(MailedLink.secret_hash)).all()
    assert secret_in_letter(session).encode() not in hashes


@pytest.mark.race
def test_a_link_works_once_however_many_follow_it(committed, at):
    with unit_of_work("test") as session:
        account = make_account(session, email=EMAIL)
        ask(session, at)
        secret = secret_in_letter(session)

    def attempt(number: int) -> bool:
        try:
            with unit_of_work("test") as session:
                reset_password(
                    session, secret=secret, password=f"{NEW} {number}", at=at
                )
        except LinkExpired:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(attempt, range(4)))

    assert sorted(won) == [False] * 3 + [True]
    with unit_of_work("test") as session:
        stored = session.get_one(Account, account.id).password_hash
    assert is_password(f"{NEW} {won.index(True)}", stored)


def send_form(client, email) -> object:
    token = csrf_token(client.get("/password/forgotten"))
    return client.post(
        "/password/forgotten", data={"csrf_token": token, "email": email}
    )


def shown(response) -> str:
    """A page without the token that differs each time."""
    return response.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("email", ["who@example.org", "nonsense", "a\0b@example.org"])
def test_oa_24_the_page_says_the_same_of_every_address(client, session, account, email):
    known, other = send_form(client, EMAIL), send_form(client, email)

    assert (known.status_code, shown(known)) == (other.status_code, shown(other))


def test_oa_24_the_page_takes_no_longer_for_one_that_has_an_account(
    client, session, account
):
    """Interleaved, so that the machine's moods meet both; the bar is 20 ms."""
    token = csrf_token(client.get("/password/forgotten"))
    took: dict[str, list[float]] = {EMAIL: [], "who@example.org": []}

    for _ in range(25):
        for email, times in took.items():
            begun = time.perf_counter()
            client.post(
                "/password/forgotten", data={"csrf_token": token, "email": email}
            )
            times.append(time.perf_counter() - begun)

    known, unknown = (median(times) for times in took.values())
    assert abs(known - unknown) < 0.020


def test_the_pages_lead_from_the_forgotten_password_to_signing_in(
    client, session, account
):
    assert 'href="/password/forgotten"' in client.get("/sign-in").text
    ask(session, datetime.now(UTC))
    path = f"/password/new/{secret_in_letter(session)}"

    looked, again = client.get(path), client.get(path)
    token = csrf_token(looked)
    short = client.post(path, data={"csrf_token": token, "password": "short"})
    done = client.post(path, data={"csrf_token": token, "password": NEW})

    # Looking uses nothing up: programs look into mail, too.
    assert (looked.status_code, again.status_code) == (200, 200)
    assert short.status_code == 422
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert client.get(path).status_code == 403
    assert session.scalar(select(func.count()).select_from(BrowserSession)) == 0
