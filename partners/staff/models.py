"""Seats: who works where, in which roles, since when and until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from partners.staff.rules import Role

_KNOWN = ", ".join(f"'{role}'" for role in Role)


class Seat(Base):
    """A person's place in an organisation; one live seat per person and organisation.

    An ended seat stays, as the record of who could do what. `appointed_by` is the
    account of who gave it, None when a command did; `roles_changed_at` and `_by` tell
    of the last change of its roles.
    """

    __tablename__ = "staff_seats"
    __table_args__ = (
        CheckConstraint(f"roles <@ ARRAY[{_KNOWN}]::text[]", name="roles_known"),
        CheckConstraint("cardinality(roles) > 0", name="has_a_role"),
        Index(
            "uq_staff_seats_live",
            "organisation_id",
            "account_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    appointed_at: Mapped[datetime]
    appointed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    roles_changed_at: Mapped[datetime | None]
    roles_changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))

    @property
    def roles_since(self) -> datetime:
        """Since when she has exactly these roles."""
        return self.roles_changed_at or self.appointed_at

    @property
    def roles_by(self) -> UUID | None:
        """Whose account gave her these roles; None when a command did."""
        changed = self.roles_changed_at is not None
        return self.roles_changed_by if changed else self.appointed_by


class Invitation(Base):
    """An offer of a seat to whoever reads the mail of an address.

    Only the SHA-256 of the secret in its letter is stored; each letter has a new one.
    It is open until it is accepted, taken back, or too old. One open invitation per
    organisation and address.
    """

    __tablename__ = "staff_invitations"
    __table_args__ = (
        CheckConstraint(f"roles <@ ARRAY[{_KNOWN}]::text[]", name="roles_known"),
        CheckConstraint("cardinality(roles) > 0", name="has_a_role"),
        Index(
            "uq_staff_invitations_open",
            "organisation_id",
            "email_index",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    email_sealed: Mapped[bytes] = mapped_column(info={"sealed": "email"})
    email_index: Mapped[bytes]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    locale: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    invited_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("accounts.id"), index=True
    )
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    letters: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))

    def is_open(self, *, at: datetime) -> bool:
        """Whether it can still be accepted."""
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and at < self.expires_at
        )
