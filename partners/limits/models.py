"""Failures that were counted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class FailureCount(Base):
    """Failures under one key of a rule in its present window; `strikes` says how often
    the limit was reached, `refused_until` how long nothing is heard."""

    __tablename__ = "failure_counts"
    __table_args__ = (UniqueConstraint("rule", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[str]
    key: Mapped[bytes]
    window_ends_at: Mapped[datetime]
    failures: Mapped[int]
    strikes: Mapped[int]
    refused_until: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(index=True)
