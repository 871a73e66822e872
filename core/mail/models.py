"""The outbox of mail."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class MailStatus(StrEnum):
    """WAITING until the server took it (SENT) or never will (DEAD)."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class Mail(Base):
    """One message to one reader.

    Recipient and content are sealed; the content, which may hold a secret link, goes as
    soon as the message is sent or dead. `next_attempt_at` is when it is due, and while
    a worker has it, until when it is that worker's. `failure` is what the server said
    last, as a code or one word. After `good_until` nobody needs it any more.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint(one_of("status", MailStatus), name="status_known"),
        Index(
            "ix_mails_due",
            "next_attempt_at",
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    locale: Mapped[str]
    recipient_sealed: Mapped[bytes] = mapped_column(info={"sealed": "recipient"})
    content_sealed: Mapped[bytes | None] = mapped_column(info={"sealed": "content"})
    status: Mapped[str] = mapped_column(default=MailStatus.WAITING)
    created_at: Mapped[datetime] = mapped_column(index=True)
    good_until: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None]
