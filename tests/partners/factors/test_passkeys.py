"""Passkeys: set up, asked for, checked once, and never by another page (WebAuthn)."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.unit_of_work import unit_of_work
from partners.accounts.proof import Method
from partners.factors import Passkey, RecoveryCode
from partners.factors.errors import (
    FactorNotFound,
    PasskeyKnown,
    PasskeyRefused,
    TooManyPasskeys,
)
from partners.factors.models import SpentChallenge
from partners.factors.queries import name_of
from partners.factors.services.add_passkey import add_passkey, offer_passkey
from partners.factors.services.challenges import Purpose, forget_challenges
from partners.factors.services.passkey_answers import RelyingParty
from partners.factors.services.remove import remove_passkey, rename_passkey
from partners.factors.services.show_passkey import ask_for_passkey, check_passkey
from tests.factories import kinds_of_letters, make_account, make_authenticator
from tests.partners.factors.device import SoftDevice

PARTY = RelyingParty("localhost", "Program Pelatihan", ("http://localhost",))


@pytest.fixture
def account(session):
    return make_account(session, full_name="Ratna Wulandari")


@pytest.fixture
def device() -> SoftDevice:
    return SoftDevice()


def add(session, account, device, at, *, answer=None, name="My phone"):
    question = offer_passkey(session, account, PARTY, at=at)
    return add_passkey(
        session,
        account_id=account.id,
        answer=answer or device.create(question),
        name=name,
        party=PARTY,
        at=at,
    )


def ask(session, at, purpose=Purpose.SIGN_IN, subject="", account=None) -> str:
    return ask_for_passkey(
        session,
        purpose,
        PARTY,
        subject=subject,
        account_id=account.id if account else None,
        at=at,
    )


def check(session, answer, at, purpose=Purpose.SIGN_IN, subject="", account_id=None):
    return check_passkey(
        session,
        purpose,
        PARTY,
        subject=subject,
        answer=answer,
        at=at,
        account_id=account_id,
    )


def test_a_passkey_is_set_up_and_brings_recovery_codes(session, account, device, at):
    codes = add(session, account, device, at)

    assert len(codes) == 10
    assert account.protected_at == at
    stored = session.scalars(select(Passkey)).one()
    assert name_of(session, stored) == "My phone"
    assert b"phone" not in stored.name_sealed
    assert kinds_of_letters(session) == ["factor-added"]


def test_the_question_asks_for_a_check_of_who_sits_there(session, account, at):
    question = json.loads(offer_passkey(session, account, PARTY, at=at))

    assert question["authenticatorSelection"]["userVerification"] == "required"
    assert question["rp"] == {"id": "localhost", "name": "Program Pelatihan"}
    assert question["attestation"] == "none"
    assert json.loads(ask(session, at))["userVerification"] == "required"


def test_a_second_factor_brings_no_second_set_of_codes(session, account, device, at):
    make_authenticator(session, account)
    session.add(RecoveryCode(account_id=account.id, code_hash=b"x", created_at=at))
    session.flush()

    assert add(session, account, device, at) == []


@pytest.mark.parametrize(
    ("copied", "method"), [(False, Method.DEVICE_KEY), (True, Method.SYNCED_KEY)]
)
def test_a_passkey_says_whose_it_is_and_what_it_is_worth(
    session, account, at, copied, method
):
    device = SoftDevice(copied=copied)
    add(session, account, device, at)

    who, shown = check(session, device.get(ask(session, at)), at)

    assert (who.id, shown) == (account.id, method)
    stored = session.scalars(select(Passkey)).one()
    assert (stored.sign_count, stored.last_used_at) == (1, at)


def test_an_answer_counts_once(session, account, device, at):
    add(session, account, device, at)
    answer = device.get(ask(session, at))
    check(session, answer, at)

    with pytest.raises(PasskeyRefused):
        check(session, answer, at)


def test_a_question_is_good_for_five_minutes(session, account, device, at):
    add(session, account, device, at)
    answer = device.get(ask(session, at))

    with pytest.raises(PasskeyRefused):
        check(session, answer, at + timedelta(minutes=5))

    check(session, answer, at + timedelta(minutes=4, seconds=59))


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ((Purpose.SIGN_IN, ""), (Purpose.CONFIRM, "")),
        ((Purpose.CONFIRM, "one session"), (Purpose.CONFIRM, "another")),
        ((Purpose.SIGN_IN, ""), (Purpose.SIGN_IN, "somebody")),
    ],
)
def test_an_answer_to_one_question_answers_no_other(
    session, account, device, at, asked, answered
):
    add(session, account, device, at)
    answer = device.get(ask(session, at, *asked))

    with pytest.raises(PasskeyRefused):
        check(session, answer, at, *answered)


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://evil.example"},
        {"crossOrigin": True},
        {"type": "webauthn.create"},
        {"challenge": "AAAA"},
    ],
)
def test_what_another_page_was_told_opens_nothing(
    session, account, device, at, changes
):
    """Phishing: the browser signs which page asked."""
    add(session, account, device, at)

    with pytest.raises(PasskeyRefused):
        check(session, device.get(ask(session, at), **changes), at)


def test_another_domain_s_passkey_opens_nothing(session, account, device, at):
    add(session, account, device, at)
    device.rp_id = "evil.example"

    with pytest.raises(PasskeyRefused):
        check(session, device.get(ask(session, at)), at)


def test_a_device_that_does_not_check_who_holds_it_is_not_enough(session, account, at):
    careless = SoftDevice(verifies=False)

    with pytest.raises(PasskeyRefused):
        add(session, account, careless, at)

    careless.verifies = True
    add(session, account, careless, at)
    careless.verifies = False
    with pytest.raises(PasskeyRefused):
        check(session, careless.get(ask(session, at)), at)


def test_a_copied_device_is_noticed_by_its_count(session, account, device, at):
    add(session, account, device, at)
    device.count = 10
    check(session, device.get(ask(session, at)), at)

    device.count = 5

    with pytest.raises(PasskeyRefused):
        check(session, device.get(ask(session, at)), at)


def test_another_person_s_passkey_does_not_stand_for_hers(session, account, device, at):
    add(session, account, device, at)
    other = make_account(session)

    with pytest.raises(PasskeyRefused):
        check(session, device.get(ask(session, at)), at, account_id=other.id)


def test_a_forged_signature_opens_nothing(session, account, device, at):
    add(session, account, device, at)
    thief = SoftDevice(credential_id=device.credential_id)

    with pytest.raises(PasskeyRefused):
        check(session, thief.get(ask(session, at)), at)


def test_a_disabled_account_is_opened_by_no_passkey(session, account, device, at):
    add(session, account, device, at)
    account.disabled_at = at
    session.flush()

    with pytest.raises(PasskeyRefused):
        check(session, device.get(ask(session, at)), at)


def test_a_passkey_is_set_up_once(session, account, device, at):
    add(session, account, device, at)

    with pytest.raises(PasskeyKnown):
        add(session, account, device, at)
    other = make_account(session)
    with pytest.raises(PasskeyKnown):
        add(session, other, device, at)

    assert session.scalar(select(func.count()).select_from(Passkey)) == 1


def test_twenty_passkeys_are_enough(session, account, at):
    for number in range(20):
        add(session, account, SoftDevice(credential_id=b"key %d" % number), at)

    with pytest.raises(TooManyPasskeys):
        offer_passkey(session, account, PARTY, at=at)


def test_passkeys_are_renamed_and_removed_by_their_owner(session, account, device, at):
    add(session, account, device, at)
    passkey = session.scalars(select(Passkey)).one()
    other = make_account(session)

    with pytest.raises(FactorNotFound):
        rename_passkey(session, account_id=other.id, passkey_id=passkey.id, name="x")
    with pytest.raises(FactorNotFound):
        remove_passkey(session, account_id=other.id, passkey_id=passkey.id, at=at)
    rename_passkey(
        session, account_id=account.id, passkey_id=passkey.id, name=" Kunci\nUSB "
    )
    assert name_of(session, passkey) == "Kunci USB"
    remove_passkey(session, account_id=account.id, passkey_id=passkey.id, at=at)

    assert account.protected_at is None
    assert kinds_of_letters(session)[-1] == "last-factor-removed"


STRANGE = [
    "",
    "{}",
    "[]",
    "null",
    "\0",
    "\ud800",
    '{"response": {"clientDataJSON": 5}}',
    '{"response": {"clientDataJSON": "!!"}}',
    '{"response": {"clientDataJSON": "e30"}}',
    "[" * 5_000,
    "x" * 30_000,
]


@pytest.mark.parametrize("answer", STRANGE)
def test_strange_answers_are_refused(session, account, at, answer):
    """SC-06."""
    with pytest.raises(PasskeyRefused):
        check(session, answer, at)
    with pytest.raises(PasskeyRefused):
        add(session, account, SoftDevice(), at, answer=answer or " ")


@pytest.mark.parametrize("field", ["attestationObject", "clientDataJSON"])
@pytest.mark.parametrize("value", ["", "AAAA", 5, None, "o2NmbXRkbm9uZQ"])
def test_a_broken_new_passkey_is_refused(session, account, device, at, field, value):
    """SC-06: CBOR and JSON of strangers."""
    made = json.loads(device.create(offer_passkey(session, account, PARTY, at=at)))
    made["response"][field] = value

    with pytest.raises(PasskeyRefused):
        add(session, account, device, at, answer=json.dumps(made))

    assert account.protected_at is None


@pytest.mark.parametrize("field", ["authenticatorData", "signature", "clientDataJSON"])
@pytest.mark.parametrize("value", ["", "AAAA", 5, None])
def test_a_broken_answer_is_refused(session, account, device, at, field, value):
    """SC-06."""
    add(session, account, device, at)
    shown = json.loads(device.get(ask(session, at)))
    shown["response"][field] = value

    with pytest.raises(PasskeyRefused):
        check(session, json.dumps(shown), at)


def test_questions_that_nobody_answers_leave_no_rows(session, account, device, at):
    add(session, account, device, at)
    for _ in range(5):
        ask(session, at)
    assert session.scalar(select(func.count()).select_from(SpentChallenge)) == 1

    forget_challenges(session, at=at + timedelta(minutes=6))

    assert session.scalar(select(func.count()).select_from(SpentChallenge)) == 0


@pytest.mark.race
def test_an_answer_counts_once_however_many_bring_it(committed, at):
    device = SoftDevice()
    with unit_of_work("test") as session:
        add(session, make_account(session), device, at)
        # A device that does not count leaves it to us to count answers.
        device.count = -1
        answer = device.get(ask(session, at))

    def attempt(_: int) -> bool:
        try:
            with unit_of_work("test") as session:
                check(session, answer, at)
        except PasskeyRefused:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(attempt, range(6)))

    assert sorted(won) == [False] * 5 + [True]
