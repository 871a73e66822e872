"""Runs of consequences."""

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
