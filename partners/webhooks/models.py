"""Endpoints, deliveries and attempts."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id
from partners.webhooks.rules import IN_FLIGHT


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class DisabledReason(StrEnum):
    """Who stopped sending, and why: the owner, a receiver that said 410, one that took
    nothing over the whole schedule of retries, or a pause that never ended."""

    OWNER = "owner"
    GONE = "gone"
    FAILING = "failing"
    PAUSED = "paused"


class Endpoint(Base):
    """Where an organisation wants its events. `topics` empty means all.

    Secrets are sealed (they must be used, so a hash will not do); two live during
    rotation, the older until `previous_expires_at`. `failing_since` is the first of the
    failed attempts since the last success, `slow_since` the first of the slow ones
    since the last quick one. What is for a paused endpoint waits; nothing is made for a
    disabled one. `concurrency` is how many deliveries may be on their way at once.
    """

    __tablename__ = "webhook_endpoints"
    __table_args__ = (
        CheckConstraint("concurrency BETWEEN 1 AND 10", name="concurrency_bounded"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    url: Mapped[str]
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    secret_sealed: Mapped[bytes] = mapped_column(info={"sealed": "secret"})
    previous_secret_sealed: Mapped[bytes | None] = mapped_column(
        info={"sealed": "secret"}
    )
    previous_expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    slow_since: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    concurrency: Mapped[int] = mapped_column(
        SmallInteger, default=IN_FLIGHT, server_default=text(str(IN_FLIGHT))
    )


class Delivery(Base):
    """One event for one endpoint. Its id is the `webhook-id`, the same on each retry.

    `sequence` is the event's in the organisation's log; a test event has none.

    A worker that sends it holds it until `claimed_until`; when that passes without a
    recorded attempt the worker died, and another may send it (again: at least once).
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint(one_of("status", DeliveryStatus), name="status_known"),
        Index("uq_webhook_deliveries_once", "endpoint_id", "event_id", unique=True),
        Index(
            "ix_webhook_deliveries_due",
            "endpoint_id",
            "next_attempt_at",
            "sequence",
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_webhook_deliveries_log", "endpoint_id", "created_at", "id"),
        # The dead letters: few among many.
        Index(
            "ix_webhook_deliveries_failed",
            "endpoint_id",
            "created_at",
            "id",
            postgresql_where=text("status = 'failed'"),
        ),
        Index(
            "ix_webhook_deliveries_claimed",
            "endpoint_id",
            postgresql_where=text("claimed_until IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), index=True)
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(
        default=DeliveryStatus.PENDING, server_default=DeliveryStatus.PENDING
    )
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_attempt_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]


class Attempt(Base):
    """One try to deliver: what was sent, byte for byte; what the receiver answered
    (first 1 KiB), and how long it took in milliseconds."""

    __tablename__ = "webhook_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    delivery_id: Mapped[UUID] = mapped_column(
        ForeignKey("webhook_deliveries.id"), index=True
    )
    number: Mapped[int]
    attempted_at: Mapped[datetime]
    latency_ms: Mapped[int]
    status: Mapped[int | None]
    error: Mapped[str | None]
    answer: Mapped[str | None]
    request_headers: Mapped[Json | None]
    request_body: Mapped[str | None]
