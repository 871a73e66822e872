"""Reviews of an organisation's staff, and what was said of each seat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id
from partners.staff.reviews.rules import Decision, ReviewState


class AccessReview(Base):
    """One look at who may do what in an organisation; one is open at a time.

    It is to be answered until `due_at`; at `lapses_at` it is over undone. `remind_at`
    is when owners are written to next, `next_at` when the next review opens; the first
    goes and the second comes with its end. `programs` are the clients as they were
    then. `digest` is the SHA-256 of what the record says (`record.py`).
    """

    __tablename__ = "access_reviews"
    __table_args__ = (
        CheckConstraint(one_of("state", ReviewState), name="state_known"),
        CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)"
            " AND (state = 'open') = (next_at IS NULL)"
            " AND (state = 'open') = (remind_at IS NOT NULL)"
            " AND (state = 'open') = (digest IS NULL)",
            name="over_or_open",
        ),
        CheckConstraint(
            "(state = 'completed') = (closed_by IS NOT NULL)",
            name="completed_by_somebody",
        ),
        Index(
            "uq_access_reviews_open",
            "organisation_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_access_reviews_organisation", "organisation_id", "id"),
        Index("ix_access_reviews_state", "state", "due_at", "id"),
        Index(
            "ix_access_reviews_remind",
            "remind_at",
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_access_reviews_lapse",
            "lapses_at",
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(default=ReviewState.OPEN)
    rules_version: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    due_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    next_at: Mapped[datetime | None]
    programs: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSONB(none_as_null=True)
    )
    digest: Mapped[bytes | None]

    def is_late(self, *, at: datetime) -> bool:
        """Whether it should have been answered by now."""
        return self.state == ReviewState.OPEN and at >= self.due_at


class ReviewedSeat(Base):
    """A seat in a review: as it was when the review opened, and what became of it.

    `roles_after` are those with which it was kept or to which it was changed.
    """

    __tablename__ = "access_review_seats"
    __table_args__ = (
        CheckConstraint(one_of("decision", Decision), name="decision_known"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name="decided_sometime"
        ),
        CheckConstraint(
            "(coalesce(decision, '') IN ('keep', 'change', 'end'))"
            " = (decided_by IS NOT NULL)",
            name="decided_by_somebody",
        ),
        Index("uq_access_review_seats_seat", "review_id", "seat_id", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("access_reviews.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("staff_seats.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    last_signed_in_at: Mapped[datetime | None]
    unused: Mapped[bool]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    roles_after: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))
