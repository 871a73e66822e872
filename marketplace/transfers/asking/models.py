"""What a learner asks for, and what was decided."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class Answer(StrEnum):
    """What somebody of the programme decides."""

    GRANTED = "granted"
    REFUSED = "refused"


class RefundRequest(Base):
    """Somebody asks for the balance of a class of which she has done too much to take
    it back herself. Open until it is decided, or her transfer is over.

    `words` are hers, `decision` is the reason that she is told.
    """

    __tablename__ = "transfer_refund_requests"
    __table_args__ = (
        CheckConstraint(f"answer IS NULL OR {one_of('answer', Answer)}", name="answer"),
        CheckConstraint(
            "(answer IS NULL) = (decided_at IS NULL)"
            " AND (answer IS NULL) = (decided_by IS NULL)"
            " AND (answer IS NULL) = (decision IS NULL)",
            name="decided_whole",
        ),
        Index(
            "uq_transfer_refund_requests_open",
            "transfer_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index(
            "uq_transfer_refund_requests_granted",
            "transfer_id",
            unique=True,
            postgresql_where=text("answer = 'granted'"),
        ),
        Index(
            "ix_transfer_refund_requests_waiting",
            "asked_at",
            "id",
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_transfer_refund_requests_transfer", "transfer_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    transfer_id: Mapped[UUID] = mapped_column(ForeignKey("learner_transfers.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    words: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
