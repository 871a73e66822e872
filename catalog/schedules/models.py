"""The sessions of a run."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class ScheduleSession(Base):
    """When a session of a run is. `sequence` is the step of attendance, from 1."""

    __tablename__ = "schedule_sessions"
    __table_args__ = (
        CheckConstraint("sequence BETWEEN 1 AND 10", name="sequence_in_range"),
        CheckConstraint("starts_at < ends_at", name="starts_before_end"),
    )

    schedule_id: Mapped[UUID] = mapped_column(
        ForeignKey("schedules.id"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
