"""What is said and decided about an institution's reply."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.reviews.models import ReportState
from core.database import Base, one_of
from core.ids import new_id


class ReplyReport(Base):
    """Somebody says that a reply should not be there; once a person."""

    __tablename__ = "review_reply_reports"
    __table_args__ = (
        CheckConstraint(one_of("state", ReportState), name="state_known"),
        UniqueConstraint("review_id", "account_id"),
        Index("ix_review_reply_reports_account", "account_id", "reported_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review_replies.review_id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str]
    note: Mapped[str]
    reported_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=ReportState.OPEN)


class ReplyDecision(Base):
    """What somebody of the operator decided about a reply; the last one holds. `reason`
    is a code of the rules where it was hidden, `note` for the institution."""

    __tablename__ = "review_reply_decisions"
    __table_args__ = (
        CheckConstraint("act IN ('show', 'hide')", name="act_known"),
        CheckConstraint(
            "(act = 'hide') = (reason IS NOT NULL)", name="hiding_has_reason"
        ),
        Index("ix_review_reply_decisions_review", "review_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review_replies.review_id"))
    act: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime]


class ReplyObjection(Base):
    """The institution objects, once, to its reply being hidden."""

    __tablename__ = "review_reply_objections"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_replies.review_id"), primary_key=True
    )
    words: Mapped[str]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    filed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
