"""Recovery codes: ten, hashed, each used once (ASVS 5.0, section 6.5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core.unit_of_work import unit_of_work
from partners.accounts.proof import Method
from partners.factors import RecoveryCode
from partners.factors.errors import FactorNotFound, SecondFactorMissing, WrongCode
from partners.factors.queries import factors_of
from partners.factors.rules import new_recovery_code, normalise_recovery_code
from partners.factors.services.check_code import check_code
from partners.factors.services.recovery_codes import make_recovery_codes
from partners.factors.services.remove import (
    remove_authenticator,
    renew_recovery_codes,
)
from tests.factories import make_account, make_authenticator


@pytest.fixture
def account(session):
    account = make_account(session)
    make_authenticator(session, account)
    return account


def use(session, account, code, at) -> Method:
    return check_code(session, account_id=account.id, code=code, at=at)


def test_a_recovery_code_works_once(session, account, at):
    codes = make_recovery_codes(session, account_id=account.id, at=at)

    assert use(session, account, codes[3], at) == Method.RECOVERY_CODE
    with pytest.raises(WrongCode):
        use(session, account, codes[3], at)

    assert factors_of(session, account.id).codes_left == 9


def test_a_code_is_taken_as_people_type_it(session, account, at):
    codes = make_recovery_codes(session, account_id=account.id, at=at)

    typed = " " + codes[0].replace("-", " ").lower().replace("0", "o")

    assert use(session, account, typed, at) == Method.RECOVERY_CODE


def test_another_person_s_code_is_wrong(session, account, at):
    other = make_account(session)
    codes = make_recovery_codes(session, account_id=other.id, at=at)

    with pytest.raises(WrongCode):
        use(session, account, codes[0], at)

    assert factors_of(session, other.id).codes_left == 10


def test_new_codes_make_the_old_worthless(session, account, at):
    old = make_recovery_codes(session, account_id=account.id, at=at)

    new = renew_recovery_codes(session, account_id=account.id, at=at)

    with pytest.raises(WrongCode):
        use(session, account, old[0], at)
    assert use(session, account, new[0], at) == Method.RECOVERY_CODE


def test_no_code_is_stored(session, account, at):
    codes = make_recovery_codes(session, account_id=account.id, at=at)

    hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert {len(each) for each in hashes} == {32}
    assert not any(code.encode() in each for code in codes for each in hashes)


def test_without_a_factor_there_is_nothing_to_recover(session, at):
    account = make_account(session)

    with pytest.raises(SecondFactorMissing):
        renew_recovery_codes(session, account_id=account.id, at=at)


def test_with_the_last_factor_the_codes_go_too(session, account, at):
    make_recovery_codes(session, account_id=account.id, at=at)

    remove_authenticator(session, account_id=account.id, at=at)

    assert account.protected_at is None
    assert factors_of(session, account.id).codes_left == 0
    with pytest.raises(FactorNotFound):
        remove_authenticator(session, account_id=account.id, at=at)


def test_a_mistyped_letter_is_seen_before_anything_is_asked():
    code = normalise_recovery_code(new_recovery_code())
    assert code is not None

    other = "1" if code[0] != "1" else "2"

    assert normalise_recovery_code(other + code[1:]) is None


@pytest.mark.race
def test_a_recovery_code_works_once_however_many_bring_it(committed, at):
    with unit_of_work("test") as session:
        account = make_account(session)
        make_authenticator(session, account)
        codes = make_recovery_codes(session, account_id=account.id, at=at)

    def attempt(_: int) -> bool:
        try:
            with unit_of_work("test") as session:
                use(session, account, codes[0], at)
        except WrongCode:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))

    assert sorted(won) == [False] * 7 + [True]
    with unit_of_work("test") as session:
        assert factors_of(session, account.id).codes_left == 9
