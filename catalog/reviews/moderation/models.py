"""What is said and decided about a review, or about its reply."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from core.database import Base, one_of
from core.ids import new_id


class ReportState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Report:
    """Somebody says that it should not be there; once a person."""

    __tablename__: str

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str]
    note: Mapped[str]
    reported_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=ReportState.OPEN)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            CheckConstraint(one_of("state", ReportState), name="state_known"),
            UniqueConstraint("review_id", "account_id"),
            Index(f"ix_{cls.__tablename__}_account", "account_id", "reported_at"),
        )


class Decision:
    """What somebody of the operator decided; the last one holds. `reason` is a code of
    the rules where it was hidden, `note` for whoever wrote it."""

    __tablename__: str

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID]
    act: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            CheckConstraint("act IN ('show', 'hide')", name="act_known"),
            CheckConstraint(
                "(act = 'hide') = (reason IS NOT NULL)", name="hiding_has_reason"
            ),
            Index(f"ix_{cls.__tablename__}_review", "review_id", "id"),
        )


class Objection:
    """Whoever wrote it objects, once, to its being hidden."""

    review_id: Mapped[UUID]
    words: Mapped[str]
    filed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class ReviewReport(Report, Base):
    __tablename__ = "review_reports"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))


class ReviewDecision(Decision, Base):
    __tablename__ = "review_decisions"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))


class ReviewObjection(Objection, Base):
    __tablename__ = "review_objections"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), primary_key=True)


class ReplyReport(Report, Base):
    __tablename__ = "review_reply_reports"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review_replies.review_id"))


class ReplyDecision(Decision, Base):
    __tablename__ = "review_reply_decisions"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review_replies.review_id"))


class ReplyObjection(Objection, Base):
    """`filed_by` is whoever of the institution objects."""

    __tablename__ = "review_reply_objections"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_replies.review_id"), primary_key=True
    )
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
