"""Entitlements and their conditions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, one_of
from core.ids import new_id


class EntitlementStatus(StrEnum):
    """design.md, section 5."""

    CONDITIONS_OPEN = "conditions_open"
    ELIGIBLE = "eligible"
    SCHEDULED = "scheduled"
    DISBURSING = "disbursing"
    PAID = "paid"
    FAILED = "failed"
    FORFEITED = "forfeited"


# Every move an entitlement can make; a failed payment is scheduled again.
MOVES = {
    EntitlementStatus.CONDITIONS_OPEN: {
        EntitlementStatus.ELIGIBLE,
        EntitlementStatus.FORFEITED,
    },
    EntitlementStatus.ELIGIBLE: {
        EntitlementStatus.SCHEDULED,
        EntitlementStatus.FORFEITED,
    },
    EntitlementStatus.SCHEDULED: {
        EntitlementStatus.DISBURSING,
        EntitlementStatus.FORFEITED,
    },
    EntitlementStatus.DISBURSING: {EntitlementStatus.PAID, EntitlementStatus.FAILED},
    EntitlementStatus.FAILED: {
        EntitlementStatus.SCHEDULED,
        EntitlementStatus.FORFEITED,
    },
    EntitlementStatus.PAID: set(),
    EntitlementStatus.FORFEITED: set(),
}


class Entitlement(Base):
    """One payment of an incentive, whole rupiah. `kind` is `job_search` or `survey`,
    `number` counts the payments of that kind from 1. One per award, kind and number:
    the certificate of the first course alone earns it (programme rules, section 7).
    """

    __tablename__ = "entitlements"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(one_of("status", EntitlementStatus), name="status_known"),
        UniqueConstraint("award_id", "kind", "number"),
        Index("ix_entitlements_participant", "participant_id", "kind", "number"),
        Index(
            "ix_entitlements_due",
            "due_at",
            postgresql_where=text("status = 'scheduled'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"))
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates.id"))
    kind: Mapped[str]
    number: Mapped[int]
    amount: Mapped[Amount]
    status: Mapped[str] = mapped_column(default=EntitlementStatus.CONDITIONS_OPEN)
    failure: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]

    def move_to(self, status: EntitlementStatus) -> None:
        """Raises ValueError for a move that the table does not have."""
        if status not in MOVES[EntitlementStatus(self.status)]:
            raise ValueError(f"An entitlement is not {status} after {self.status}.")
        self.status = status


class Condition(Base):
    """A named condition of an entitlement, and when it was met (null: not yet)."""

    __tablename__ = "entitlement_conditions"
    __table_args__ = (UniqueConstraint("entitlement_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("entitlements.id"))
    name: Mapped[str]
    met_at: Mapped[datetime | None]
