"""Runs of consequences, and the learners whose class is interrupted."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class Direction(StrEnum):
    """After a sanction began, or after it ended."""

    APPLY = "apply"
    UNDO = "undo"


class Step(StrEnum):
    """What a run does, in this order."""

    TELL = "tell"
    MONEY = "money"
    LEARNERS = "learners"
    DONE = "done"


class Run(Base):
    """The consequences of one sanction's beginning, or of its end.

    `step` is what is done next and `listed_up_to` how far the learners are worked off,
    so that a run that was killed goes on. `told` counts organisations, `learners` the
    transfers that were listed, or withdrawn.
    """

    __tablename__ = "sanction_runs"
    __table_args__ = (
        CheckConstraint(one_of("direction", Direction), name="direction_known"),
        CheckConstraint(one_of("step", Step), name="step_known"),
        CheckConstraint("told >= 0 AND learners >= 0", name="counts"),
        Index("uq_sanction_runs_once", "sanction_id", "direction", unique=True),
        Index(
            "ix_sanction_runs_open", "id", postgresql_where=text("finished_at IS NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanctions.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    direction: Mapped[str]
    step: Mapped[str] = mapped_column(default=Step.TELL)
    listed_up_to: Mapped[UUID | None]
    told: Mapped[int] = mapped_column(default=0)
    learners: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class TransferState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class Transfer(Base):
    """A learner whose class is interrupted: her voucher, how far she is, and an
    equivalent class on the same platform, if there is one.

    One open transfer a voucher. `confirmed_steps` of `required_steps` are done.
    """

    __tablename__ = "learner_transfers"
    __table_args__ = (
        CheckConstraint(one_of("state", TransferState), name="state_known"),
        CheckConstraint(
            "(suggested_schedule_id IS NULL) = (suggested_offering_id IS NULL)",
            name="suggestion_is_whole",
        ),
        Index(
            "uq_learner_transfers_open",
            "voucher_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_learner_transfers_sanction", "sanction_id", "id"),
        Index(
            "ix_learner_transfers_organisation",
            "organisation_id",
            "id",
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanctions.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    confirmed_steps: Mapped[int]
    required_steps: Mapped[int]
    suggested_schedule_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("schedules.id")
    )
    suggested_offering_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("offerings.id")
    )
    state: Mapped[str] = mapped_column(default=TransferState.OPEN)
    listed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
