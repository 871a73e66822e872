"""Accounts, browser sessions and failed tries to sign in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Account(Base):
    """A person who can sign in. Name and e-mail are sealed (core.privacy), the e-mail
    is found by its blind index over the lower-cased address; the password is argon2id.
    """

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email_sealed: Mapped[bytes] = mapped_column(info={"sealed": "email"})
    email_index: Mapped[bytes] = mapped_column(unique=True)
    full_name_sealed: Mapped[bytes] = mapped_column(info={"sealed": "full_name"})
    password_hash: Mapped[str]
    locale: Mapped[str] = mapped_column(default="id")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A signed-in browser; only the SHA-256 of its secret is stored."""

    __tablename__ = "browser_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInFailure(Base):
    """A failed try to sign in, by the blind index of the e-mail that was typed: it is
    counted alike whether an account has that e-mail or not (requirement OA-24)."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        Index("ix_sign_in_failures_email_index_failed_at", "email_index", "failed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email_index: Mapped[bytes]
    failed_at: Mapped[datetime] = mapped_column(index=True)
