"""The event log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json
from core.ids import new_id


class StoredEvent(Base):
    """One fact. `data` holds ids and amounts, never personal data (WH-08).

    `position` is drawn when the row is written, in no trustworthy order. `sequence` is
    given by the relay after the commit, without gaps, and is what the logs of the
    organisations are written by (partners/feed).
    `audience` lists the organisations that may see the event.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("uq_events_sequence", "sequence", unique=True),
        Index(
            "ix_events_unnumbered",
            "position",
            postgresql_where=text("sequence IS NULL"),
        ),
        Index("ix_events_object", "object_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    topic: Mapped[str]
    version: Mapped[int]
    occurred_at: Mapped[datetime]
    object_id: Mapped[UUID]
    audience: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    data: Mapped[Json]
    request_id: Mapped[str | None]
