"""What a learner asks for, and what was decided."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id

WORDS = "refund_words"


class Answer(StrEnum):
    """What somebody of the programme decides."""

    GRANTED = "granted"
    REFUSED = "refused"


class RefundRequest(Base):
    """Somebody asks for the balance of a class of which she has done too much to take
    it back herself. Open until it is decided, or closed as her transfer is over.

    Her words are sealed; `words` holds those from before they were, until the job has
    sealed them. `decision` is the reason that she is told. It is to be decided by
    `due_at`; those who decide were written to at `told_at` and, as it was nearly due,
    at `reminded_at`, and those above them at `escalated_at`.
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
        CheckConstraint("(words IS NULL) <> (words_sealed IS NULL)", name="words_once"),
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
            "ix_transfer_refund_requests_due",
            "due_at",
            "id",
            postgresql_where=text("decided_at IS NULL AND closed_at IS NULL"),
        ),
        Index(
            "ix_transfer_refund_requests_unsealed",
            "id",
            postgresql_where=text("words IS NOT NULL"),
        ),
        Index("ix_transfer_refund_requests_told", "told_at"),
        Index("ix_transfer_refund_requests_transfer", "transfer_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    transfer_id: Mapped[UUID] = mapped_column(ForeignKey("learner_transfers.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    words: Mapped[str | None]
    words_sealed: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"sealed": WORDS}
    )
    asked_at: Mapped[datetime]
    # The default is for processes that know no deadline yet.
    due_at: Mapped[datetime] = mapped_column(
        server_default=text("now() + interval '7 days'")
    )
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
