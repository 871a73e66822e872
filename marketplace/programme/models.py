"""Schemes, batches, applications and awards."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, Json, one_of
from core.ids import new_id


class BatchStatus(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    SELECTED = "selected"
    DECIDED = "decided"


class ApplicationStatus(StrEnum):
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    REJECTED = "rejected"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"


class AwardStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    FORFEITED = "forfeited"
    EXHAUSTED = "exhausted"
    CLOSED = "closed"


class Scheme(Base):
    """One version of a document of parameters (programme rules, section 12).

    A version never changes once it is stored; a new rule is a new version.
    """

    __tablename__ = "schemes"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    document: Mapped[Json]
    created_at: Mapped[datetime]


class Batch(Base):
    """A wave of applications (gelombang) with a quota of awards."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint(one_of("status", BatchStatus), name="status_known"),
        CheckConstraint("quota > 0", name="quota_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"))
    quota: Mapped[int]
    status: Mapped[str] = mapped_column(default=BatchStatus.PLANNED)
    selection_seed: Mapped[str | None]
    decree_number: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    selected_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Application(Base):
    """One participant's wish to join one batch; `failed_rules` names each rule that
    she does not meet, with what would meet it."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(one_of("status", ApplicationStatus), name="status_known"),
        UniqueConstraint("batch_id", "participant_id"),
        Index("ix_applications_participant", "participant_id", "submitted_at"),
        Index("ix_applications_batch_status", "batch_id", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    status: Mapped[str] = mapped_column(default=ApplicationStatus.SUBMITTED)
    failed_rules: Mapped[list[str]]
    submitted_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]


class Award(Base):
    """A training balance (saldo pelatihan), given by a decree (SK).

    The money is on the guarded ledger account `training-balance:<award id>`. Until the
    first purchase `purchase_deadline_at` is the last instant to buy, or the award is
    revoked; a person has one award in her life.
    """

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint(one_of("status", AwardStatus), name="status_known"),
        Index(
            "ix_awards_deadline",
            "purchase_deadline_at",
            postgresql_where=text("status = 'active'"),
        ),
        Index("ix_awards_batch", "batch_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), unique=True
    )
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("applications.id"), unique=True
    )
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"))
    decree_number: Mapped[str]
    amount: Mapped[Amount]
    status: Mapped[str] = mapped_column(default=AwardStatus.ACTIVE)
    awarded_at: Mapped[datetime]
    purchase_deadline_at: Mapped[datetime | None]
    first_purchased_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
