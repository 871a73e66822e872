"""Accounts and identity data of invented people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import Vault, vault_of
from marketplace.participants.models import Participant
from marketplace.seed.people import Person
from marketplace.seed.writing import insert_new
from partners.accounts import Account


def seed_participants(
    session: Session, people: Sequence[Person], *, password_hash: str, at: datetime
) -> int:
    """Store the people who are not there yet, by their e-mail; how many were new.

    All have one password: hashing two thousand would take minutes, and these people
    have nothing to protect.
    """
    vault = vault_of(session)
    indexes = {vault.index(person.email, field="email"): person for person in people}
    known = set(
        session.scalars(
            select(Account.email_index).where(Account.email_index.in_(indexes))
        )
    )
    newcomers = [
        (new_id(), index, person)
        for index, person in indexes.items()
        if index not in known
    ]
    insert_new(
        session,
        Account,
        [
            _account(vault, identity, index, person, password_hash, at)
            for identity, index, person in newcomers
        ],
    )
    return insert_new(
        session,
        Participant,
        [
            _participant(vault, identity, person, at)
            for identity, _, person in newcomers
        ],
    )


def ids_of(session: Session, people: Sequence[Person]) -> list[UUID]:
    """The ids of stored people, in the order of `people`."""
    vault = vault_of(session)
    indexes = [vault.index(person.email, field="email") for person in people]
    found = dict(
        session.execute(
            select(Account.email_index, Account.id).where(
                Account.email_index.in_(indexes)
            )
        ).all()
    )
    return [found[index] for index in indexes]


def _account(
    vault: Vault,
    identity: UUID,
    index: bytes,
    person: Person,
    password_hash: str,
    at: datetime,
) -> dict[str, object]:
    return {
        "id": identity,
        "email_sealed": vault.seal(person.email, row=identity, field="email"),
        "email_index": index,
        "full_name_sealed": vault.seal(person.name, row=identity, field="full_name"),
        "password_hash": password_hash,
        "locale": "id",
        "created_at": at,
    }


def _participant(
    vault: Vault, identity: UUID, person: Person, at: datetime
) -> dict[str, object]:
    sealed = {"nik": person.nik, "kk": person.family_card, "phone": person.phone}
    row: dict[str, object] = {
        "id": identity,
        "birth_date": person.birth_date,
        "gender": person.gender.value,
        "district_code": person.district_code,
        "declarations": {"offices": [], "student": False, "other_aid": False},
        "registered_at": at,
    }
    for field, value in sealed.items():
        row[f"{field}_sealed"] = vault.seal(value, row=identity, field=field)
        row[f"{field}_index"] = vault.index(value, field=field)
    return row
