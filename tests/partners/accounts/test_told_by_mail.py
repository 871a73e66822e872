"""What a person is told about her account (NIST SP 800-63B, section 4.6)."""

from datetime import timedelta

import pytest

from partners.accounts.devices import Device
from partners.accounts.services.sessions import start_session
from partners.factors.services.authenticators import (
    confirm_authenticator,
    offer_authenticator,
)
from partners.factors.services.check_code import check_code
from partners.factors.services.failures import record_failure
from partners.factors.services.remove import (
    remove_authenticator,
    renew_recovery_codes,
)
from tests.factories import (
    code_at,
    kinds_of_letters,
    letters,
    make_account,
    make_authenticator,
)
from tests.factories.factors import SECRET

PHONE = Device(browser="Chrome, Android", network="203.0.113.0/24", mark="phone")
OTHER = Device(browser="Firefox, Linux", network="198.51.100.0/24", mark="other")


@pytest.fixture
def account(session):
    return make_account(session)


def sign_in(session, account, at, device) -> None:
    start_session(session, account_id=account.id, at=at, device=device)
    session.flush()


def test_the_first_browser_is_no_news(session, account, at):
    sign_in(session, account, at, PHONE)

    assert kinds_of_letters(session) == []


def test_a_new_browser_is_told_once(session, account, at):
    sign_in(session, account, at, PHONE)

    sign_in(session, account, at + timedelta(hours=1), OTHER)
    sign_in(session, account, at + timedelta(hours=2), OTHER)
    sign_in(session, account, at + timedelta(hours=3), PHONE)

    ((_, _, body),) = letters(session, "new-device")
    assert "Firefox, Linux" in body
    assert "198.51.100.0/24" in body
    assert "Jika bukan Anda" in body


def test_another_person_s_browser_is_new_to_her(session, account, at):
    sign_in(session, make_account(session), at, OTHER)
    sign_in(session, account, at, PHONE)

    sign_in(session, account, at, OTHER)

    assert kinds_of_letters(session) == ["new-device"]


def test_factors_that_come_and_go_are_told(session, account, at):
    offer_authenticator(session, account_id=account.id, at=at, secret=SECRET)
    codes = confirm_authenticator(
        session, account_id=account.id, code=code_at(at), at=at
    )
    check_code(session, account_id=account.id, code=codes[0], at=at)
    renew_recovery_codes(session, account_id=account.id, at=at)
    remove_authenticator(session, account_id=account.id, at=at)

    assert kinds_of_letters(session) == [
        "factor-added",
        "recovery-code-used",
        "recovery-codes-renewed",
        "last-factor-removed",
    ]
    assert "autentikator" in letters(session, "factor-added")[0][2]
    assert "Tersisa 9" in letters(session, "recovery-code-used")[0][2]


def test_whoever_guesses_codes_is_told_of_once(session, account, at):
    """ASVS 6.3.5: who types codes knows the password."""
    make_authenticator(session, account)

    for second in range(7):
        record_failure(session, account.id, at=at + timedelta(seconds=second))

    assert kinds_of_letters(session) == ["codes-guessed-at"]
