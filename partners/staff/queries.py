"""Who may do what, looked up on every request: a seat that ended opens nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.privacy import mask_email, vault_of
from partners.accounts.models import Account
from partners.organisations.models import Organisation
from partners.staff.models import Invitation, Seat
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


@dataclass(frozen=True)
class Colleague:
    """A live seat with its person; the address is masked (requirement PD-03)."""

    seat: Seat
    account: Account
    full_name: str
    email: str

    @property
    def has_second_factor(self) -> bool:
        """Whether her account is protected by more than a password."""
        return self.account.protected_at is not None


def staff_of(organisation_id: UUID) -> Select[Seat, Account]:
    """The live seats of an organisation with their people."""
    return (
        select(Seat, Account)
        .join(Account, Account.id == Seat.account_id)
        .where(Seat.organisation_id == organisation_id, Seat.ended_at.is_(None))
    )


def colleague_of(session: Session, seat: Seat, account: Account) -> Colleague:
    """A row of `staff_of`, opened."""
    vault = vault_of(session)
    return Colleague(
        seat=seat,
        account=account,
        full_name=vault.open(
            account.full_name_sealed, row=account.id, field="full_name"
        ),
        email=mask_email(
            vault.open(account.email_sealed, row=account.id, field="email")
        ),
    )


def names_at(
    session: Session, organisation_id: UUID, account_ids: Collection[UUID]
) -> dict[UUID, str]:
    """The names of those among the accounts who work, or worked, for an organisation:
    what they did there is signed with them."""
    vault = vault_of(session)
    rows = session.execute(
        select(Account.id, Account.full_name_sealed).where(
            Account.id.in_(
                select(Seat.account_id).where(
                    Seat.organisation_id == organisation_id,
                    Seat.account_id.in_(account_ids),
                )
            )
        )
    )
    return {
        row.id: vault.open(row.full_name_sealed, row=row.id, field="full_name")
        for row in rows
    }


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that is neither accepted nor taken back, its address opened: those
    who invited her know it."""

    invitation: Invitation
    email: str


def invitations_of(organisation_id: UUID) -> Select[Invitation]:
    """The invitations of an organisation that wait, or have become too old."""
    return select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )


def open_invitation(session: Session, invitation: Invitation) -> OpenInvitation:
    """A row of `invitations_of`, opened."""
    email = vault_of(session).open(
        invitation.email_sealed, row=invitation.id, field="email"
    )
    return OpenInvitation(invitation, email)
