"""Accepting an invitation, with an account that exists or one made on the way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.privacy import vault_of
from partners.accounts.models import Account
from partners.accounts.services.register import register_account
from partners.accounts.services.verify_email import mark_verified
from partners.organisations.models import STOPPED, Organisation
from partners.staff.errors import InvitationForAnother, InvitationOver
from partners.staff.models import Invitation, Seat
from partners.staff.services.appoint import appoint
from partners.staff.services.invite import digest


@dataclass(frozen=True)
class Invited:
    """An open invitation as its reader sees it; `has_account` says whether the address
    has one, which whoever reads its mail may know."""

    invitation: Invitation
    organisation: Organisation
    email: str
    has_account: bool


def read_invitation(session: Session, *, secret: str, at: datetime) -> Invited:
    """What the link in a letter offers; looking at it accepts nothing.

    Raises InvitationOver.
    """
    row = session.execute(
        select(Invitation, Organisation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.secret_hash == digest(secret))
    ).one_or_none()
    if row is None:
        raise InvitationOver
    invitation, organisation = row
    if not invitation.is_open(at=at) or organisation.standing in STOPPED:
        raise InvitationOver
    account = session.scalar(
        select(Account.id).where(Account.email_index == invitation.email_index)
    )
    return Invited(
        invitation=invitation,
        organisation=organisation,
        email=vault_of(session).open(
            invitation.email_sealed, row=invitation.id, field="email"
        ),
        has_account=account is not None,
    )


def accept(session: Session, *, secret: str, account_id: UUID, at: datetime) -> Seat:
    """Take the seat, once, as the person whose address was invited.

    The link was in a letter to that address, so following it confirms the address.
    Raises InvitationOver, InvitationForAnother or AlreadyOnTheStaff.
    """
    invited = _lock(session, secret=secret, at=at)
    account = session.get_one(Account, account_id)
    if account.email_index != invited.invitation.email_index:
        raise InvitationForAnother
    return _seat(session, invited, account, at=at)


def register_and_accept(
    session: Session,
    *,
    secret: str,
    full_name: str,
    password: str,
    locale: str,
    at: datetime,
) -> Seat:
    """Make an account for the invited address and take the seat.

    Raises InvitationOver, EmailTaken, PasswordTooShort and its kin.
    """
    invited = _lock(session, secret=secret, at=at)
    account = register_account(
        session,
        email=invited.email,
        full_name=full_name,
        password=password,
        at=at,
        locale=locale,
    )
    return _seat(session, invited, account, at=at)


def _lock(session: Session, *, secret: str, at: datetime) -> Invited:
    """The invitation, held until the transaction ends: whoever follows the link at the
    same time waits here, and finds it accepted."""
    session.execute(
        select(Invitation.id)
        .where(Invitation.secret_hash == digest(secret))
        .with_for_update()
    )
    return read_invitation(session, secret=secret, at=at)


def _seat(
    session: Session, invited: Invited, account: Account, *, at: datetime
) -> Seat:
    invitation = invited.invitation
    invitation.accepted_at, invitation.accepted_by = at, account.id
    session.flush()
    record(
        session,
        action="staff.invitation_accepted",
        object_type="staff_invitation",
        object_id=invitation.id,
        at=at,
    )
    mark_verified(session, account, at=at)
    return appoint(
        session,
        invited.organisation,
        account_id=account.id,
        roles=invitation.roles,
        at=at,
        appointed_by=invitation.invited_by,
    )
