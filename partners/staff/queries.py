"""Who may do what, looked up on every request: a seat that ended opens nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from partners.organisations.models import Organisation
from partners.staff.models import Seat
from partners.staff.rules import Permission, permissions_of


@dataclass(frozen=True)
class Staff:
    """Somebody in her place: the seat, the organisation, and what she may do there."""

    seat: Seat
    organisation: Organisation

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.seat.roles, self.organisation.kinds)


def _seats(account_id: UUID) -> Select[Seat, Organisation]:
    return (
        select(Seat, Organisation)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.account_id == account_id, Seat.ended_at.is_(None))
    )


def seats_of(session: Session, account_id: UUID) -> Sequence[Staff]:
    """Where a person works, by the name of the organisation."""
    rows = session.execute(
        _seats(account_id).order_by(Organisation.name, Organisation.id).limit(100)
    )
    return [Staff(seat, organisation) for seat, organisation in rows]


def seat_at(
    session: Session,
    account_id: UUID,
    *,
    code: str | None = None,
    organisation_id: UUID | None = None,
) -> Staff | None:
    """A person's place in one organisation, by its code or its id."""
    query = _seats(account_id)
    if code is not None:
        query = query.where(Organisation.code == code)
    if organisation_id is not None:
        query = query.where(Organisation.id == organisation_id)
    row = session.execute(query.limit(1)).one_or_none()
    return Staff(row[0], row[1]) if row else None


def operator_seat(session: Session, account_id: UUID) -> Staff | None:
    """A person's place at the programme's operator."""
    row = session.execute(
        _seats(account_id).where(Organisation.kinds.contains(["operator"])).limit(1)
    ).one_or_none()
    return Staff(row[0], row[1]) if row else None
