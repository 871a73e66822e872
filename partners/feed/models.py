"""The logs of organisations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class FeedEntry(Base):
    """One event in the log of one organisation.

    `sequence` counts the organisation's entries, and `object_version` those about the
    same object, both from 1 and without gaps. There is no foreign key to the
    organisation: a wrong id in an event's audience must not stop the relay.
    """

    __tablename__ = "feed_entries"
    __table_args__ = (
        Index(
            "uq_feed_entries_object_version",
            "organisation_id",
            "object_id",
            "object_version",
            unique=True,
        ),
        Index("uq_feed_entries_once", "event_id", "organisation_id", unique=True),
        Index("ix_feed_entries_topic", "organisation_id", "topic", "sequence"),
        Index("ix_feed_entries_occurred", "organisation_id", "occurred_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    topic: Mapped[str]
    occurred_at: Mapped[datetime | None]
    object_id: Mapped[UUID]
    object_version: Mapped[int]


class FeedProgress(Base):
    """Up to which of the relay's numbers the logs are written; one row."""

    __tablename__ = "feed_progress"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    entered_up_to: Mapped[int] = mapped_column(BigInteger)
