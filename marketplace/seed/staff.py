"""People who work for the demo's organisations, all of them invented."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from marketplace.seed.demo import PASSWORD, SECOND_FACTOR, STAFF, DemoStaff
from partners.accounts.models import Account
from partners.accounts.services.register import register_account
from partners.accounts.services.verify_email import mark_verified
from partners.factors.rules import code_of, step_at
from partners.factors.services.authenticators import (
    confirm_authenticator,
    offer_authenticator,
)
from partners.organisations.models import Organisation
from partners.staff.models import Seat
from partners.staff.services.appoint import appoint


def seed_staff(session: Session, *, at: datetime) -> int:
    """Give the demo's staff accounts and seats; how many were new.

    Each has an authenticator with the published secret, so that whoever looks at the
    demo can do what needs a second factor.
    """
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
        since = at - timedelta(days=person.days_ago)
        _seat(session, person, organisations[person.organisation], at=since)
    _protect(session, indexes, at=at)
    return len(newcomers)


def _seat(
    session: Session, person: DemoStaff, organisation: Organisation, *, at: datetime
) -> Seat:
    account = register_account(
        session, email=person.email, full_name=person.name, password=PASSWORD, at=at
    )
    mark_verified(session, account, at=at)
    return appoint(
        session, organisation, account_id=account.id, roles=person.roles, at=at
    )


def _protect(session: Session, indexes: list[bytes], *, at: datetime) -> None:
    """Set up the authenticators of those who have none."""
    unprotected = session.scalars(
        select(Account.id).where(
            Account.email_index.in_(indexes), Account.protected_at.is_(None)
        )
    ).all()
    code = code_of(SECOND_FACTOR, step_at(at))
    for account_id in unprotected:
        offer_authenticator(session, account_id=account_id, at=at, secret=SECOND_FACTOR)
        confirm_authenticator(session, account_id=account_id, code=code, at=at)
