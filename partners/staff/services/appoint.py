"""Giving a person a seat in an organisation."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from partners.organisations.models import Organisation
from partners.staff.errors import AlreadyOnTheStaff, RoleNotHere
from partners.staff.models import Seat
from partners.staff.rules import roles_of_kind


def appoint(
    session: Session,
    organisation: Organisation,
    *,
    account_id: UUID,
    roles: Collection[str],
    at: datetime,
    appointed_by: UUID | None = None,
) -> Seat:
    """Give a person a seat with `roles`, from now on.

    Raises RoleNotHere for a role that organisations of this kind do not have, and
    AlreadyOnTheStaff when she has a seat (perhaps since this very moment).
    """
    check_roles(roles, organisation)
    made: Seat | None = session.scalar(
        insert(Seat)
        .values(
            id=new_id(),
            organisation_id=organisation.id,
            account_id=account_id,
            roles=sorted(roles),
            appointed_at=at,
            appointed_by=appointed_by,
        )
        .on_conflict_do_nothing(
            index_elements=[Seat.organisation_id, Seat.account_id],
            index_where=Seat.ended_at.is_(None),
        )
        .returning(Seat)
    )
    if made is None:
        raise AlreadyOnTheStaff
    record(
        session,
        action="staff.appointed",
        object_type="staff_seat",
        object_id=made.id,
        at=at,
        after={
            "organisation_id": str(organisation.id),
            "account_id": str(account_id),
            "roles": made.roles,
        },
    )
    return made


def check_roles(roles: Collection[str], organisation: Organisation) -> None:
    """Refuse a role that the organisation cannot give: raises RoleNotHere."""
    known = roles_of_kind(organisation.kinds)
    for role in roles or [""]:
        if role not in known:
            raise RoleNotHere(role=role)
