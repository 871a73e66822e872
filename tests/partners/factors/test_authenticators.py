"""Codes of an authenticator (ASVS 5.0, section 6.5; RFC 6238)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.accounts.proof import Method
from partners.factors import Authenticator, RecoveryCode
from partners.factors.errors import CodesTriedTooOften, NothingOffered, WrongCode
from partners.factors.models import FailedProof
from partners.factors.queries import factors_of
from partners.factors.rules import OFFER_LIFETIME, STEP, code_of, step_at
from partners.factors.services.authenticators import (
    confirm_authenticator,
    offer_authenticator,
    secret_of,
)
from partners.factors.services.check_code import check_code
from partners.factors.services.failures import forget_failures, record_failure
from tests.factories import code_at, make_account, make_authenticator
from tests.factories.factors import SECRET


@pytest.fixture
def account(session) -> Account:
    return make_account(session)


def test_the_first_code_takes_an_authenticator_into_use(session, account, at):
    offer_authenticator(session, account_id=account.id, at=at, secret=SECRET)

    codes = confirm_authenticator(
        session, account_id=account.id, code=code_at(at), at=at
    )

    assert len(codes) == len(set(codes)) == 10
    assert account.protected_at == at
    assert factors_of(session, account.id).codes_left == 10
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "account.factor_added")
    ).one()
    assert line.after == {"factor": "authenticator", "protected": True}


def test_what_was_only_offered_protects_nothing(session, account, at):
    offer_authenticator(session, account_id=account.id, at=at, secret=SECRET)

    with pytest.raises(WrongCode):
        confirm_authenticator(session, account_id=account.id, code="000000", at=at)
    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=code_at(at), at=at)

    assert account.protected_at is None
    assert not factors_of(session, account.id).any


def test_an_offer_ends_after_a_quarter_of_an_hour(session, account, at):
    offer_authenticator(session, account_id=account.id, at=at, secret=SECRET)
    late = at + OFFER_LIFETIME

    with pytest.raises(NothingOffered):
        confirm_authenticator(
            session, account_id=account.id, code=code_at(late), at=late
        )


def test_a_new_authenticator_replaces_the_old_when_it_is_confirmed(
    session, account, at
):
    make_authenticator(session, account)
    new = offer_authenticator(session, account_id=account.id, at=at)
    assert check_code(session, account_id=account.id, code=code_at(at), at=at)

    later = at + timedelta(minutes=5)
    code = code_of(secret_of(session, new), step_at(later))
    confirm_authenticator(session, account_id=account.id, code=code, at=later)

    kept = session.scalars(select(Authenticator)).all()
    assert [each.id for each in kept] == [new.id]
    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=code_at(later), at=later)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_one_step_off(session, account, at, steps):
    make_authenticator(session, account)
    code = code_at(at, steps=steps)

    assert check_code(session, account_id=account.id, code=code, at=at) == Method.CODE


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_clock_may_not_be_further_off(session, account, at, steps):
    make_authenticator(session, account)

    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=code_at(at, steps=steps), at=at)


def test_a_code_works_once(session, account, at):
    make_authenticator(session, account)
    check_code(session, account_id=account.id, code=code_at(at), at=at)

    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=code_at(at), at=at)
    earlier = code_at(at, steps=-1)
    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=earlier, at=at)

    later = at + STEP
    assert check_code(session, account_id=account.id, code=code_at(later), at=later)


def test_the_code_that_confirmed_an_authenticator_opens_nothing_else(
    session, account, at
):
    offer_authenticator(session, account_id=account.id, at=at, secret=SECRET)
    confirm_authenticator(session, account_id=account.id, code=code_at(at), at=at)

    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=code_at(at), at=at)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "٣٤٥٦٧٨", "\0", "\ud800", "a"]
)
def test_strange_text_is_a_wrong_code(session, account, at, typed):
    """SC-06."""
    make_authenticator(session, account)

    with pytest.raises(WrongCode):
        check_code(session, account_id=account.id, code=typed, at=at)


def test_the_secret_is_sealed(session, account, at):
    """PD-01."""
    offered = offer_authenticator(session, account_id=account.id, at=at)

    secret = secret_of(session, offered)
    assert len(secret) == 32
    assert secret.encode() not in offered.secret_sealed


@pytest.mark.parametrize(
    ("failures", "minutes", "refused"), [(4, 0, False), (5, 0, True), (5, 15, False)]
)
def test_oa_24_who_guesses_is_stopped_for_a_while(
    session, account, at, failures, minutes, refused
):
    make_authenticator(session, account)
    for _ in range(failures):
        record_failure(session, account.id, at=at)
    later = at + timedelta(minutes=minutes)

    if refused:
        with pytest.raises(CodesTriedTooOften):
            check_code(session, account_id=account.id, code=code_at(later), at=later)
    else:
        check_code(session, account_id=account.id, code=code_at(later), at=later)


def test_oa_24_twenty_wrong_codes_are_enough_for_a_day(session, account, at):
    make_authenticator(session, account)
    for hour in range(20):
        record_failure(session, account.id, at=at + timedelta(hours=hour))
    later = at + timedelta(hours=20)

    with pytest.raises(CodesTriedTooOften) as refused:
        check_code(session, account_id=account.id, code=code_at(later), at=later)

    assert refused.value.headers() == {"Retry-After": "86400"}


def test_failures_of_yesterday_are_forgotten(session, account, at):
    record_failure(session, account.id, at=at)
    record_failure(session, account.id, at=at + timedelta(seconds=1))

    forget_failures(session, at=at + timedelta(hours=24))

    assert session.scalar(select(func.count()).select_from(FailedProof)) == 1


@pytest.mark.race
def test_a_code_works_once_however_many_bring_it(committed, at):
    with unit_of_work("test") as session:
        account = make_account(session)
        make_authenticator(session, account)

    def attempt(_: int) -> bool:
        try:
            with unit_of_work("test") as session:
                check_code(session, account_id=account.id, code=code_at(at), at=at)
        except WrongCode:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))

    assert sorted(won) == [False] * 7 + [True]


@pytest.mark.race
def test_two_who_confirm_an_authenticator_at_once_get_one_set_of_codes(committed, at):
    with unit_of_work("test") as session:
        account = make_account(session)
        offer_authenticator(session, account_id=account.id, at=at, secret=SECRET)

    def attempt(_: int) -> int:
        try:
            with unit_of_work("test") as session:
                codes = confirm_authenticator(
                    session, account_id=account.id, code=code_at(at), at=at
                )
        except NothingOffered:
            return 0
        return len(codes)

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(attempt, range(4)))

    assert sorted(given) == [0, 0, 0, 10]
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 10
