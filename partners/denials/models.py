"""Denials and alerts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Denial(Base):
    """One kind of refusal to one caller within ten minutes; `tries` counts them.

    `client_id` is what the caller called itself, known to us or not; `email_index` the
    blind index of a typed e-mail; `network` her address without its last part. The
    request id is that of the first try; `request_ids` are those of the latest tries, at
    most twenty, the latest first.
    """

    __tablename__ = "denials"
    __table_args__ = (
        Index("ix_denials_last_at", "last_at", "id"),
        Index("ix_denials_client", "client_id", "last_at"),
        Index("ix_denials_organisation", "organisation_id", "last_at"),
        Index("ix_denials_email", "email_index", "last_at"),
        Index("ix_denials_account", "account_id", "last_at"),
        Index("ix_denials_request", "request_id"),
        Index("ix_denials_requests", "request_ids", postgresql_using="gin"),
        Index("ix_denials_network", "network", "last_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    fingerprint: Mapped[bytes] = mapped_column(unique=True)
    kind: Mapped[str]
    reason: Mapped[str]
    route: Mapped[str]
    client_id: Mapped[str | None]
    organisation_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    email_index: Mapped[bytes | None]
    network: Mapped[str]
    request_id: Mapped[str | None]
    request_ids: Mapped[list[str]] = mapped_column(
        ARRAY(Text()), default=list, server_default=text("'{}'")
    )
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    tries: Mapped[int]


class SecurityAlert(Base):
    """Somebody went over a limit; open until a person of the operator has looked.

    `organisation_id` is whose client it was, where it had to be a partner's."""

    __tablename__ = "security_alerts"
    __table_args__ = (Index("ix_security_alerts_raised_at", "raised_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[str]
    network: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    failures: Mapped[int]
    raised_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str | None]
