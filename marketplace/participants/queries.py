"""Reads of a participant."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.regions.models import District, Province, Regency
from core.privacy import mask_account_number, mask_digits, mask_email
from marketplace.participants.errors import ParticipantNotFound
from marketplace.participants.models import Participant
from marketplace.participants.services.disclose import open_all
from partners.accounts.models import Account


@dataclass(frozen=True)
class Profile:
    """A participant as she sees herself: identity numbers and addresses are masked."""

    full_name: str
    email: str
    nik: str
    family_card: str
    phone: str
    birth_date: date
    gender: str
    district_code: str
    district: str
    regency: str
    province: str
    registered_at: datetime


def profile_of(session: Session, participant_id: UUID) -> Profile:
    """The participant's own profile, masked (PD-03); raises ParticipantNotFound."""
    row = session.execute(
        select(Participant, Account, District.name, Regency.name, Province.name)
        .join(Account, Account.id == Participant.id)
        .join(District, District.code == Participant.district_code)
        .join(Regency, Regency.code == District.regency_code)
        .join(Province, Province.code == Regency.province_code)
        .where(Participant.id == participant_id)
    ).one_or_none()
    if row is None:
        raise ParticipantNotFound
    participant, account, district, regency, province = row
    clear = open_all(session, participant, account)
    return Profile(
        full_name=clear["full_name"],
        email=mask_email(clear["email"]),
        nik=mask_digits(clear["nik"]),
        family_card=mask_digits(clear["family_card"]),
        phone=mask_account_number(clear["phone"]),
        birth_date=participant.birth_date,
        gender=participant.gender,
        district_code=participant.district_code,
        district=district,
        regency=regency,
        province=province,
        registered_at=participant.registered_at,
    )
