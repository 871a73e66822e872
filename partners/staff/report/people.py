"""People with a seat: their roles, and how well their accounts are protected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from openapi.pagination import Key
from partners.accounts.models import Account
from partners.accounts.services.list_sessions import count_sessions
from partners.factors.queries import FactorCounts, count_factors
from partners.organisations.models import Organisation
from partners.staff.models import Seat
from partners.staff.queries import Colleague, colleague_of
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import is_unused

BY_SEAT = [Key(Organisation.code, "code"), Key(Seat.id, "seat_id")]


@dataclass(frozen=True)
class PersonsAccess:
    """A live seat as an access review reads it. `given_by` is the name of who gave her
    these roles, None when a command did."""

    colleague: Colleague
    organisation: Organisation
    given_by: str | None
    factors: FactorCounts
    sessions: int
    unused: bool

    @property
    def account_disabled(self) -> bool:
        return self.colleague.account.disabled_at is not None


def live_seats(organisation_id: UUID | None) -> Select[*tuple[Any, ...]]:
    """The live seats of one organisation or of all, to be ordered by BY_SEAT."""
    query = (
        select(
            Seat,
            Account,
            Organisation,
            Organisation.code.label("code"),
            Seat.id.label("seat_id"),
        )
        .join(Account, Account.id == Seat.account_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.ended_at.is_(None))
    )
    if organisation_id is not None:
        query = query.where(Seat.organisation_id == organisation_id)
    return query


def show_people(
    session: Session, rows: Sequence[Row[*tuple[Any, ...]]], *, at: datetime
) -> list[PersonsAccess]:
    """Rows of `live_seats` with what belongs to them, in five more queries."""
    account_ids = {row.Account.id for row in rows}
    factors = count_factors(session, account_ids)
    sessions = count_sessions(session, account_ids, at=at)
    givers = names_of_accounts(session, {row.Seat.roles_by for row in rows})
    return [
        PersonsAccess(
            colleague=colleague_of(session, row.Seat, row.Account),
            organisation=row.Organisation,
            given_by=givers.get(row.Seat.roles_by),
            factors=factors[row.Account.id],
            sessions=sessions[row.Account.id],
            unused=is_unused(
                row.Seat,
                row.Account.last_signed_in_at,
                span=rulebook().unused,
                at=at,
            ),
        )
        for row in rows
    ]


def names_of_accounts(
    session: Session, account_ids: Collection[UUID | None]
) -> dict[UUID | None, str]:
    """The names of people, opened; None among the ids is nobody."""
    vault = vault_of(session)
    rows = session.execute(
        select(Account.id, Account.full_name_sealed).where(Account.id.in_(account_ids))
    )
    return {
        row.id: vault.open(row.full_name_sealed, row=row.id, field="full_name")
        for row in rows
    }
