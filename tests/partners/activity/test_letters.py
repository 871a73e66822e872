"""Letters about uses."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.mail.models import Mail
from core.privacy import vault_of
from partners.activity import Use
from partners.activity.rules import KEEP
from partners.activity.services.forget import forget_uses
from partners.activity.services.tell import tell_of_uses
from tests.factories import make_account, make_organisation

AT = datetime(2026, 3, 2, tzinfo=UTC)
WHERE = {"site": "https://programme.example", "currency": "IDR"}


@pytest.fixture
def account(session):
    return make_account(session, email="ani@mail.example", locale="id")


def make_use(session, account, kind="purchase", **changes) -> Use:
    use = Use(
        account_id=account.id,
        organisation_id=make_organisation(session, name="Pijar Mahir").id,
        kind=kind,
        **{"occurred_at": AT, **changes},
    )
    session.add(use)
    session.flush()
    return use


def letters(session) -> list[str]:
    vault = vault_of(session)
    return [
        vault.open(mail.content_sealed, row=mail.id, field="content")
        for mail in session.scalars(select(Mail).order_by(Mail.id))
    ]


def test_a_purchase_is_told_once_in_her_language(session, account):
    make_use(session, account, matter="Membuat Kue", amount=350_000)

    first = tell_of_uses(session, at=AT, **WHERE)
    second = tell_of_uses(session, at=AT, **WHERE)

    assert (first, second) == (1, 0)
    (letter,) = letters(session)
    assert letter.startswith("Satu pelatihan dibeli dengan saldo pelatihan Anda: Pijar")
    for words in ("Membuat Kue", "350.000", "https://programme.example/activity"):
        assert words in letter


def test_what_she_confirmed_herself_is_not_written(session, account):
    make_use(session, account, "redemption")
    make_use(session, account, "attendance")

    assert tell_of_uses(session, at=AT, **WHERE) == 2
    assert letters(session) == []


def test_braces_in_a_name_are_letters(session, account):
    make_use(session, account, matter="Kelas {what} {0}")

    tell_of_uses(session, at=AT, **WHERE)

    assert "Kelas {what} {0}" in letters(session)[0]


def test_old_uses_are_forgotten(session, account):
    make_use(session, account, occurred_at=AT - KEEP)
    make_use(session, account)

    assert forget_uses(session, at=AT) == 0
    assert forget_uses(session, at=AT.replace(microsecond=1)) == 1
