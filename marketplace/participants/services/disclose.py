"""Showing personal data in clear, for a reason, on the record."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.privacy import vault_of
from marketplace.participants.errors import ParticipantNotFound
from marketplace.participants.models import Participant
from partners.accounts.models import Account


class Disclosable(StrEnum):
    """What can be shown in clear."""

    NIK = "nik"
    FAMILY_CARD = "family_card"
    PHONE = "phone"
    EMAIL = "email"
    FULL_NAME = "full_name"


def disclose(
    session: Session,
    *,
    participant_id: UUID,
    fields: Collection[Disclosable],
    reason: str,
    at: datetime,
) -> dict[str, str]:
    """Return the named fields in clear, and write down who saw which and why (PD-03).

    The audit line names the fields and never their values; where it cannot be written,
    nothing is shown. Raises ParticipantNotFound.
    """
    participant = session.get(Participant, participant_id)
    if participant is None:
        raise ParticipantNotFound
    record(
        session,
        action="participant.disclosed",
        object_type="participant",
        object_id=participant_id,
        at=at,
        after={"fields": sorted(str(field) for field in fields)},
        reason=reason,
    )
    session.flush()
    opened = open_all(session, participant, session.get_one(Account, participant_id))
    return {str(field): opened[field] for field in fields}


def open_all(
    session: Session, participant: Participant, account: Account
) -> dict[str, str]:
    """Every sealed field of a person in clear, by the name that it is shown under."""
    vault, row = vault_of(session), participant.id
    return {
        Disclosable.NIK: vault.open(participant.nik_sealed, row=row, field="nik"),
        Disclosable.FAMILY_CARD: vault.open(participant.kk_sealed, row=row, field="kk"),
        Disclosable.PHONE: vault.open(participant.phone_sealed, row=row, field="phone"),
        Disclosable.EMAIL: vault.open(account.email_sealed, row=row, field="email"),
        Disclosable.FULL_NAME: vault.open(
            account.full_name_sealed, row=row, field="full_name"
        ),
    }
