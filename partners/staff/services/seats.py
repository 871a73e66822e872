"""Changing who works for an organisation, one change at a time."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.mail import Letter
from core.text import Text
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.organisations.models import Organisation
from partners.staff.errors import LastOwner, OwnRolesUpwards, SeatNotFound
from partners.staff.letters import ROLES_CHANGED, SEAT_ENDED
from partners.staff.models import Invitation, Seat
from partners.staff.rules import ROLE_NAMES, Permission, Role, permissions_of
from partners.staff.services.appoint import check_roles


def change_roles(
    session: Session,
    organisation: Organisation,
    seat_id: UUID,
    *,
    roles: Collection[str],
    by: UUID | None,
    at: datetime,
) -> Seat:
    """Give a seat other roles, from the next request on; its person is told.

    Nobody gives herself a role. Raises SeatNotFound, RoleNotHere, OwnRolesUpwards or
    LastOwner.
    """
    check_roles(roles, organisation)
    seat = _lock_seat(session, organisation, seat_id)
    before, after = sorted(seat.roles), sorted(set(roles))
    if before == after:
        return seat
    if seat.account_id == by and not set(after) <= set(before):
        raise OwnRolesUpwards
    if Role.OWNER not in after:
        _keep_an_owner(session, but=seat)
    seat.roles, seat.roles_changed_at, seat.roles_changed_by = after, at, by
    session.flush()
    record(
        session,
        action="staff.roles_changed",
        object_type="staff_seat",
        object_id=seat.id,
        at=at,
        before={"roles": before},
        after={"roles": after},
    )
    _forget_invitations_of(session, organisation, seat, at=at)
    _tell(session, organisation, seat, ROLES_CHANGED, by=by, at=at)
    return seat


def end_seat(
    session: Session,
    organisation: Organisation,
    seat_id: UUID,
    *,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> Seat:
    """End a seat, from the next request on; its person is told.

    The sessions of her browsers are her own and stay: a seat is looked up on every
    request, so they open nothing here. Invitations that she sent are taken back.
    Raises SeatNotFound or LastOwner.
    """
    seat = _lock_seat(session, organisation, seat_id)
    _keep_an_owner(session, but=seat)
    seat.ended_at, seat.ended_by = at, by
    session.flush()
    record(
        session,
        action="staff.seat_ended",
        object_type="staff_seat",
        object_id=seat.id,
        at=at,
        before={"roles": seat.roles},
        reason=reason,
    )
    _forget_invitations_of(session, organisation, seat, at=at)
    _tell(session, organisation, seat, SEAT_ENDED, by=by, at=at)
    return seat


def lock_staff(session: Session, organisation_id: UUID) -> None:
    """Take turns over the staff of an organisation until the transaction ends: two
    owners who end each other's seats at once find out who was first."""
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        # Rows that refer to the organisation may be written meanwhile.
        .with_for_update(key_share=True)
    )


def has_another_owner(session: Session, seat: Seat) -> bool:
    """Whether somebody else owns the organisation of a seat and can sign in."""
    other = session.scalar(
        select(Seat.id)
        .join(Account, Account.id == Seat.account_id)
        .where(
            Seat.organisation_id == seat.organisation_id,
            Seat.ended_at.is_(None),
            Seat.id != seat.id,
            Seat.roles.contains([Role.OWNER]),
            Account.disabled_at.is_(None),
        )
        .limit(1)
    )
    return other is not None


def names_of(roles: Collection[str]) -> Text:
    """Roles in the words of both languages."""
    names = [ROLE_NAMES[Role(role)] for role in sorted(roles)]
    return Text(
        en=", ".join(name.en for name in names), id=", ".join(name.id for name in names)
    )


def _lock_seat(session: Session, organisation: Organisation, seat_id: UUID) -> Seat:
    lock_staff(session, organisation.id)
    seat = session.scalar(
        select(Seat)
        .where(
            Seat.id == seat_id,
            Seat.organisation_id == organisation.id,
            Seat.ended_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if seat is None:
        raise SeatNotFound
    return seat


def _keep_an_owner(session: Session, *, but: Seat) -> None:
    """Refuse to lose the last owner: raises LastOwner."""
    if Role.OWNER not in but.roles:
        return
    if not has_another_owner(session, but):
        raise LastOwner


def _forget_invitations_of(
    session: Session, organisation: Organisation, seat: Seat, *, at: datetime
) -> None:
    """Take back the invitations of somebody who may invite no longer."""
    allowed = permissions_of(seat.roles, organisation.kinds)
    if seat.ended_at is None and Permission.STAFF_MANAGE in allowed:
        return
    session.execute(
        update(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.invited_by == seat.account_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


def _tell(
    session: Session,
    organisation: Organisation,
    seat: Seat,
    letter: Letter,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Write to the person of the seat, unless she did it herself."""
    if seat.account_id == by:
        return
    tell(
        session,
        session.get_one(Account, seat.account_id),
        letter,
        at=at,
        organisation=organisation.name,
        roles=names_of(seat.roles),
    )
