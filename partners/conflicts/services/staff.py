"""What the operator's own staff says about itself."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts.models import Account
from partners.conflicts.errors import PERSON_UNKNOWN, RegisterTieUnfit
from partners.conflicts.identity import Party, person_keys
from partners.conflicts.models import StaffInterest, StaffKey
from partners.conflicts.rulebook import rulebook
from partners.conflicts.services.record import KEY_FIELD
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation


def give_identity(
    session: Session,
    account_id: UUID,
    *,
    birth_date: date | None,
    national_id: str | None,
    at: datetime,
    zone: ZoneInfo,
) -> int:
    """Let the register recognise somebody among the people of partners; by how many
    keys. Only keyed hashes are kept. Raises RegisterTieUnfit."""
    account = session.get_one(Account, account_id)
    vault = vault_of(session)
    name = vault.open(account.full_name_sealed, row=account.id, field="full_name")
    party = Party(True, name, national_id, birth_date)
    keys = person_keys(party, rulebook(), today=at.astimezone(zone).date())
    if not keys:
        raise RegisterTieUnfit(why=PERSON_UNKNOWN)
    session.execute(delete(StaffKey).where(StaffKey.account_id == account_id))
    for key in keys:
        session.add(
            StaffKey(
                account_id=account_id,
                key=vault.index(key, field=KEY_FIELD),
                given_at=at,
            )
        )
    session.flush()
    record(
        session,
        action="staff.identity_given",
        object_type="account",
        object_id=account_id,
        at=at,
        after={"keys": len(keys)},
    )
    return len(keys)


def declare_interest(
    session: Session,
    account_id: UUID,
    *,
    organisation_id: UUID,
    note: str,
    at: datetime,
) -> StaffInterest:
    """Say that one has an interest in a partner; said twice, it is said once.

    It lasts until somebody else of the staff ends it. Raises OrganisationNotFound.
    """
    if session.get(Organisation, organisation_id) is None:
        raise OrganisationNotFound
    session.execute(
        insert(StaffInterest)
        .values(
            id=new_id(),
            account_id=account_id,
            organisation_id=organisation_id,
            note=note,
            declared_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=[StaffInterest.account_id, StaffInterest.organisation_id],
            index_where=StaffInterest.ended_at.is_(None),
        )
    )
    record(
        session,
        action="staff.interest_declared",
        object_type="organisation",
        object_id=organisation_id,
        at=at,
        reason=note,
    )
    return session.scalars(
        select(StaffInterest).where(
            StaffInterest.account_id == account_id,
            StaffInterest.organisation_id == organisation_id,
            StaffInterest.ended_at.is_(None),
        )
    ).one()
