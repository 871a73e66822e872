"""Schemes, batches, applications and awards."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, Json, one_of
from core.ids import new_id, new_token
from marketplace.programme.errors import AwardNotInState, BatchNotInState


class BatchStatus(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    SELECTED = "selected"
    DECIDED = "decided"


BATCH_MOVES: Mapping[str, frozenset[str]] = {
    BatchStatus.PLANNED: frozenset({BatchStatus.OPEN}),
    BatchStatus.OPEN: frozenset({BatchStatus.CLOSED}),
    BatchStatus.CLOSED: frozenset({BatchStatus.SELECTED}),
    BatchStatus.SELECTED: frozenset({BatchStatus.DECIDED}),
    BatchStatus.DECIDED: frozenset(),
}


class ApplicationStatus(StrEnum):
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    REJECTED = "rejected"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"


APPLICATION_MOVES: Mapping[str, frozenset[str]] = {
    ApplicationStatus.SUBMITTED: frozenset(
        {ApplicationStatus.VERIFIED, ApplicationStatus.REJECTED}
    ),
    ApplicationStatus.VERIFIED: frozenset(
        {ApplicationStatus.SELECTED, ApplicationStatus.NOT_SELECTED}
    ),
    ApplicationStatus.REJECTED: frozenset(),
    ApplicationStatus.SELECTED: frozenset(),
    ApplicationStatus.NOT_SELECTED: frozenset(),
}


class AwardStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    FORFEITED = "forfeited"
    EXHAUSTED = "exhausted"
    CLOSED = "closed"


# An exhausted balance lives again when a voucher is voided.
AWARD_MOVES: Mapping[str, frozenset[str]] = {
    AwardStatus.ACTIVE: frozenset(
        {
            AwardStatus.REVOKED,
            AwardStatus.FORFEITED,
            AwardStatus.EXHAUSTED,
            AwardStatus.CLOSED,
        }
    ),
    AwardStatus.EXHAUSTED: frozenset({AwardStatus.ACTIVE, AwardStatus.CLOSED}),
    AwardStatus.REVOKED: frozenset(),
    AwardStatus.FORFEITED: frozenset(),
    AwardStatus.CLOSED: frozenset(),
}


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
    """A wave of applications (gelombang) with a quota of awards.

    `selection_seed` is drawn when the batch is planned and told only when the selection
    is done; its SHA-256 is told from the start, so that nobody can choose the outcome.
    A decision fixes `purchase_deadline_at` for all its awards. They are made in chunks:
    `awarded_up_to` is the last application that got one, and `awards_completed_at` the
    instant when none was left.
    """

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
    selection_seed: Mapped[str] = mapped_column(default=lambda: new_token())
    decree_number: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    selected_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    purchase_deadline_at: Mapped[datetime | None]
    awarded_up_to: Mapped[UUID | None]
    awards_completed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    def move_to(self, status: BatchStatus) -> None:
        """Enter the next state, or raise BatchNotInState."""
        if status not in BATCH_MOVES[self.status]:
            raise BatchNotInState(state=str(self.status), wanted=str(status))
        self.status = status


class Application(Base):
    """One participant's wish to join one batch.

    `failed_rules` names each rule that she does not meet (marketplace.programme.rules).
    `submitted_on` is the local day of the application, on which her age is tested.
    """

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(one_of("status", ApplicationStatus), name="status_known"),
        UniqueConstraint("batch_id", "participant_id"),
        Index("ix_applications_participant", "participant_id", "submitted_at"),
        Index("ix_applications_batch_status", "batch_id", "status", "id"),
        # Selected once in a life; small, as the checks of a batch look here per person.
        Index(
            "uq_applications_selected",
            "participant_id",
            unique=True,
            postgresql_where=text("status = 'selected'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    status: Mapped[str] = mapped_column(default=ApplicationStatus.SUBMITTED)
    failed_rules: Mapped[list[str]]
    submitted_at: Mapped[datetime]
    submitted_on: Mapped[date]
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

    def move_to(self, status: AwardStatus) -> None:
        """Enter another state, or raise AwardNotInState."""
        if status not in AWARD_MOVES[self.status]:
            raise AwardNotInState(state=str(self.status), wanted=str(status))
        self.status = status
