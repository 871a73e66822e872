"""Inviting people to an organisation's staff by mail."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id, new_token
from core.mail import write_mail
from core.privacy import vault_of
from core.signing import issuer_of
from partners.accounts.models import Account
from partners.accounts.rules import normalise_email
from partners.organisations.models import Organisation
from partners.staff.errors import (
    AlreadyInvited,
    AlreadyOnTheStaff,
    InvitationNotFound,
    LetterTooSoon,
    TooManyInvitations,
)
from partners.staff.letters import INVITATION
from partners.staff.models import Invitation, Seat
from partners.staff.rules import (
    INVITATION_LETTERS,
    INVITATION_LIFETIME,
    INVITATION_PAUSE,
    INVITATIONS_KEPT,
    OPEN_INVITATIONS,
)
from partners.staff.services.appoint import check_roles
from partners.staff.services.seats import lock_staff, names_of


def invite(
    session: Session,
    organisation: Organisation,
    *,
    email: str,
    roles: Collection[str],
    locale: str,
    by: UUID | None,
    at: datetime,
) -> Invitation:
    """Invite whoever reads the mail of an address, with roles, for seven days.

    Raises EmailUnusable, RoleNotHere, AlreadyOnTheStaff, AlreadyInvited or
    TooManyInvitations.
    """
    check_roles(roles, organisation)
    address = normalise_email(email)
    index = vault_of(session).index(address, field="email")
    lock_staff(session, organisation.id)
    _refuse_staff(session, organisation, index)
    _make_room(session, organisation, index, at=at)
    identity, secret = new_id(), new_token()
    made = Invitation(
        id=identity,
        organisation_id=organisation.id,
        email_sealed=vault_of(session).seal(address, row=identity, field="email"),
        email_index=index,
        roles=sorted(set(roles)),
        locale=locale,
        secret_hash=digest(secret),
        invited_by=by,
        created_at=at,
        sent_at=at,
        expires_at=at + INVITATION_LIFETIME,
    )
    session.add(made)
    session.flush()
    _write_down(session, made, "staff.invited", at=at)
    _send(session, organisation, made, secret, at=at)
    return made


def send_again(
    session: Session,
    organisation: Organisation,
    invitation_id: UUID,
    *,
    at: datetime,
) -> Invitation:
    """Send a new letter, good for seven days from now; the link before it is dead.

    Also for an invitation that has become too old. Raises InvitationNotFound or
    LetterTooSoon.
    """
    invitation = _lock(session, organisation, invitation_id)
    too_many = invitation.letters >= INVITATION_LETTERS
    if too_many or at - invitation.sent_at < INVITATION_PAUSE:
        raise LetterTooSoon(limit=INVITATION_LETTERS)
    secret = new_token()
    invitation.secret_hash = digest(secret)
    invitation.sent_at, invitation.expires_at = at, at + INVITATION_LIFETIME
    invitation.letters += 1
    session.flush()
    _write_down(session, invitation, "staff.invitation_sent_again", at=at)
    _send(session, organisation, invitation, secret, at=at)
    return invitation


def take_back(
    session: Session,
    organisation: Organisation,
    invitation_id: UUID,
    *,
    by: UUID | None,
    at: datetime,
) -> Invitation:
    """Take an invitation back; its link is dead. Raises InvitationNotFound."""
    invitation = _lock(session, organisation, invitation_id)
    invitation.revoked_at, invitation.revoked_by = at, by
    session.flush()
    _write_down(session, invitation, "staff.invitation_taken_back", at=at)
    return invitation


def forget_invitations(session: Session, *, at: datetime) -> None:
    """Delete invitations that were over 90 days ago; seats stay. Idempotent."""
    session.execute(
        delete(Invitation).where(Invitation.expires_at < at - INVITATIONS_KEPT)
    )


def digest(secret: str) -> bytes:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _refuse_staff(session: Session, organisation: Organisation, index: bytes) -> None:
    seated = session.scalar(
        select(Seat.id)
        .join(Account, Account.id == Seat.account_id)
        .where(
            Seat.organisation_id == organisation.id,
            Seat.ended_at.is_(None),
            Account.email_index == index,
        )
    )
    if seated is not None:
        raise AlreadyOnTheStaff


def _make_room(
    session: Session, organisation: Organisation, index: bytes, *, at: datetime
) -> None:
    """Refuse a second invitation to an address and one too many; one that has become
    too old makes room for its successor."""
    standing = (
        Invitation.organisation_id == organisation.id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    before = session.scalar(
        select(Invitation).where(*standing, Invitation.email_index == index)
    )
    if before is not None:
        if before.is_open(at=at):
            raise AlreadyInvited
        before.revoked_at = at
        session.flush()
    open_ones = session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(*standing, Invitation.expires_at > at)
    )
    if (open_ones or 0) >= OPEN_INVITATIONS:
        raise TooManyInvitations(limit=OPEN_INVITATIONS)


def _lock(
    session: Session, organisation: Organisation, invitation_id: UUID
) -> Invitation:
    invitation = session.scalar(
        select(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.organisation_id == organisation.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if invitation is None:
        raise InvitationNotFound
    return invitation


def _send(
    session: Session,
    organisation: Organisation,
    invitation: Invitation,
    secret: str,
    *,
    at: datetime,
) -> None:
    email = vault_of(session).open(
        invitation.email_sealed, row=invitation.id, field="email"
    )
    write_mail(
        session,
        to=email,
        locale=invitation.locale,
        letter=INVITATION.about(
            organisation=organisation.name,
            roles=names_of(invitation.roles),
            link=f"{issuer_of(session).address}/invitations/{secret}",
        ),
        at=at,
        good_until=invitation.expires_at,
    )


def _write_down(
    session: Session, invitation: Invitation, action: str, *, at: datetime
) -> None:
    record(
        session,
        action=action,
        object_type="staff_invitation",
        object_id=invitation.id,
        at=at,
        after={
            "organisation_id": str(invitation.organisation_id),
            "roles": invitation.roles,
        },
    )
