"""The sessions of a run, and how it was changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json
from core.ids import new_id


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


class ScheduleEdit(Base):
    """One change of a run: the `version` that it made, which fields it touched, and
    what they said `before`, in the values of JSON. Those who made it are named as in
    the edits of a draft."""

    __tablename__ = "schedule_edits"
    __table_args__ = (UniqueConstraint("schedule_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    version: Mapped[int]
    fields: Mapped[list[str]]
    before: Mapped[Json]
    by: Mapped[str]
    at: Mapped[datetime]
