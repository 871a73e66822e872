"""The table of the audit trail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json
from core.ids import new_id


class AuditEntry(Base):
    """One act on one object; append-only (trigger `refuse_change`).

    `before` and `after` hold what the act changed and never personal data: a field
    that changed is named, its value is not.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_object", "object_type", "object_id", "recorded_at"),
        Index("ix_audit_entries_actor", "actor", "recorded_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    on_behalf_of: Mapped[str | None]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    before: Mapped[Json | None]
    after: Mapped[Json | None]
    reason: Mapped[str | None]
    request_id: Mapped[str | None]
