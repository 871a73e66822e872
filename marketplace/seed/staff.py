"""People who work for the demo's organisations, all of them invented."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from marketplace.seed.demo import PASSWORD, STAFF, DemoStaff
from partners.accounts.models import Account
from partners.accounts.services.register import register_account
from partners.organisations.models import Organisation
from partners.staff.models import Seat
from partners.staff.services.appoint import appoint


def seed_staff(session: Session, *, at: datetime) -> int:
    """Give the demo's staff accounts and seats; how many were new."""
    vault = vault_of(session)
    indexes = [vault.index(person.email, field="email") for person in STAFF]
    known = set(
        session.scalars(
            select(Account.email_index).where(Account.email_index.in_(indexes))
        )
    )
    organisations = {
        organisation.code: organisation
        for organisation in session.scalars(
            select(Organisation).where(
                Organisation.code.in_({person.organisation for person in STAFF})
            )
        )
    }
    newcomers = [
        person
        for person, index in zip(STAFF, indexes, strict=True)
        if index not in known
    ]
    for person in newcomers:
        _seat(session, person, organisations[person.organisation], at=at)
    return len(newcomers)


def _seat(
    session: Session, person: DemoStaff, organisation: Organisation, *, at: datetime
) -> Seat:
    account = register_account(
        session, email=person.email, full_name=person.name, password=PASSWORD, at=at
    )
    return appoint(
        session, organisation, account_id=account.id, roles=person.roles, at=at
    )
