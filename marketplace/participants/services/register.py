"""Registering a person."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.regions.models import District
from core.audit.services.record import record
from core.events import publish
from core.privacy import Vault, vault_of
from marketplace.participants.errors import (
    BirthDateMismatch,
    DistrictUnknown,
    IdentityTaken,
    PhoneTaken,
)
from marketplace.participants.events import ParticipantRegistered
from marketplace.participants.models import Participant
from marketplace.participants.rules import (
    Nik,
    Occupation,
    Office,
    normalise_family_card,
    normalise_phone,
    read_nik,
)
from partners.accounts.services.register import register_account
from partners.accounts.services.verify_email import ask_to_verify
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed


@dataclass(frozen=True)
class Declarations:
    """What a person ticks, and answers for (programme rules, section 1)."""

    occupation: Occupation
    offices: tuple[Office, ...] = ()
    student: bool = False
    other_aid: bool = False


@dataclass(frozen=True)
class Identity:
    """A person as her identity and family cards show her, and how she is reached.

    Numbers may be written with blanks or dashes. `district_code` is where she lives,
    which need not be where her identity number was issued.
    """

    nik: str
    family_card: str
    phone: str
    birth_date: date
    district_code: str
    declarations: Declarations


def register_participant(
    session: Session,
    *,
    email: str,
    full_name: str,
    password: str,
    identity: Identity,
    at: datetime,
    today: date,
    locale: str = "id",
) -> Participant:
    """Make an account and the participant behind it, with one id for both.

    Raises what `add_participant` raises, and what the account's registration does
    (EmailUnusable, EmailTaken, PasswordTooShort and its kin). What is wrong in itself
    is said before anything is said of what others have: whoever leaves a mistake in on
    purpose learns of no e-mail whether it is taken. Raises RegistrationClosed while the
    operator has closed it.
    """
    refuse_closed(session, Switch.PARTICIPANT_SIGN_UP)
    read_identity(session, identity, today=today)
    account = register_account(
        session,
        email=email,
        full_name=full_name,
        password=password,
        at=at,
        locale=locale,
    )
    ask_to_verify(session, account, at=at)
    return add_participant(
        session, account_id=account.id, identity=identity, at=at, today=today
    )


def add_participant(
    session: Session,
    *,
    account_id: UUID,
    identity: Identity,
    at: datetime,
    today: date,
) -> Participant:
    """Make the owner of an account a participant.

    `today` is the local day, on which the identity number is read. Its district need
    not be known to us: numbers outlive districts. Raises NikMalformed,
    BirthDateMismatch, FamilyCardMalformed, PhoneMalformed or DistrictUnknown;
    IdentityTaken or PhoneTaken when somebody has the number, without saying who.
    """
    nik, family_card, phone = read_identity(session, identity, today=today)
    vault = vault_of(session)
    participant: Participant | None = session.scalar(
        insert(Participant)
        .values(
            id=account_id,
            **_sealed(vault, account_id, nik=nik.value, kk=family_card, phone=phone),
            birth_date=nik.birth_date,
            gender=nik.gender,
            district_code=identity.district_code,
            declarations=asdict(identity.declarations),
            registered_at=at,
        )
        # Of two who register the same number at once the second learns it is taken.
        .on_conflict_do_nothing()
        .returning(Participant)
    )
    if participant is None:
        raise _what_is_taken(session, vault, nik)
    record(
        session,
        action="participant.registered",
        object_type="participant",
        object_id=account_id,
        at=at,
    )
    publish(session, ParticipantRegistered(occurred_at=at, participant_id=account_id))
    return participant


def read_identity(
    session: Session, identity: Identity, *, today: date
) -> tuple[Nik, str, str]:
    """Identity number, family card and phone in their one form.

    Raises NikMalformed, BirthDateMismatch, FamilyCardMalformed, PhoneMalformed or
    DistrictUnknown.
    """
    nik = read_nik(identity.nik, on=today)
    if nik.birth_date != identity.birth_date:
        raise BirthDateMismatch
    family_card = normalise_family_card(identity.family_card)
    phone = normalise_phone(identity.phone)
    if session.get(District, identity.district_code) is None:
        raise DistrictUnknown
    return nik, family_card, phone


def _sealed(vault: Vault, row: UUID, **values: str) -> dict[str, Any]:
    """Each value sealed for its row, and its blind index (PD-01, PD-02)."""
    columns: dict[str, Any] = {}
    for field, value in values.items():
        columns[f"{field}_sealed"] = vault.seal(value, row=row, field=field)
        columns[f"{field}_index"] = vault.index(value, field=field)
    return columns


def _what_is_taken(session: Session, vault: Vault, nik: Nik) -> Exception:
    index = vault.index(nik.value, field="nik")
    known = session.scalar(select(exists().where(Participant.nik_index == index)))
    return IdentityTaken() if known else PhoneTaken()
