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
    account of who gave it, None when a command did.
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
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
