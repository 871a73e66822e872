"""What clients asked to be allowed, and what the operator said."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class ScopeState(StrEnum):
    """Where a request stands; only the first leads anywhere."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ScopeRequest(Base):
    """A client's wish for one sensitive scope; at most one open per client and scope.

    `purpose` is the developer's, `reason` the operator's; each reads the other's.
    """

    __tablename__ = "oauth_scope_requests"
    __table_args__ = (
        CheckConstraint(one_of("state", ScopeState), name="state_known"),
        CheckConstraint(
            "(state IN ('granted', 'refused')) = (decided_by IS NOT NULL)",
            name="decided_by_somebody",
        ),
        Index(
            "uq_oauth_scope_requests_open",
            "client_id",
            "scope",
            unique=True,
            postgresql_where=text("state = 'requested'"),
        ),
        Index("ix_oauth_scope_requests_state", "state", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"), index=True)
    scope: Mapped[str]
    purpose: Mapped[str]
    state: Mapped[str] = mapped_column(default=ScopeState.REQUESTED)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
