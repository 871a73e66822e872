"""Replays of a part of the log."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class ReplayStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Replay(Base):
    """An owner's wish to be sent again a part of the log: entries from `first_sequence`
    to `last_sequence`, narrowed by what is not null. `position` is the last one that
    was handled, in the transaction that handled it."""

    __tablename__ = "webhook_replays"
    __table_args__ = (
        CheckConstraint(one_of("status", ReplayStatus), name="status_known"),
        Index(
            "uq_webhook_replays_running",
            "endpoint_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
        Index("ix_webhook_replays_log", "endpoint_id", "requested_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id"))
    first_sequence: Mapped[int] = mapped_column(BigInteger)
    last_sequence: Mapped[int] = mapped_column(BigInteger)
    occurred_from: Mapped[datetime | None]
    occurred_to: Mapped[datetime | None]
    topics: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))
    event_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid()))
    only_failed: Mapped[bool]
    status: Mapped[str] = mapped_column(default=ReplayStatus.RUNNING)
    position: Mapped[int] = mapped_column(BigInteger)
    events: Mapped[int]
    replayed: Mapped[int] = mapped_column(default=0)
    requested_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
