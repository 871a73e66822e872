"""Accounts, browser sessions and failed tries to sign in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id
from partners.accounts.proof import Proof


class LinkPurpose(StrEnum):
    """What a mailed link is good for."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 (what it is for, not a password)


class Account(Base):
    """A person who can sign in. Name and e-mail are sealed (core.privacy), the e-mail
    is found by its blind index over the lower-cased address; the password is argon2id.
    `protected_at` is since when she has a second factor (partners.factors), None while
    she has none. Whatever was begun before `password_changed_at` is over.
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
    protected_at: Mapped[datetime | None]
    last_signed_in_at: Mapped[datetime | None]
    email_verified_at: Mapped[datetime | None]
    password_changed_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A signed-in browser; only the SHA-256 of its secret is stored.

    `methods`, `authenticated_at` and `second_factor_at` say how its person proved who
    she is (partners.accounts.proof). `browser` is what program it is, in two words of
    ours; `network` the address without its last part; `device_hash` recognises the
    same browser at the next sign-in.
    """

    __tablename__ = "browser_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    methods: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default="{pwd}")
    authenticated_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    browser: Mapped[str | None]
    network: Mapped[str | None]
    device_hash: Mapped[bytes | None]

    @property
    def proof(self) -> Proof:
        """How and when the person of this session proved who she is."""
        return Proof(
            methods=frozenset(self.methods),
            authenticated_at=self.authenticated_at or self.created_at,
            second_factor_at=self.second_factor_at,
        )


class PendingSignIn(Base):
    """A sign-in whose password was right and whose second factor is owed; only the
    SHA-256 of its secret is stored. It opens nothing but the page for the factor."""

    __tablename__ = "pending_sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class MailedLink(Base):
    """A link that was sent to an account's address, and what it is good for; used once
    and only for a while. Only the SHA-256 of its secret is stored."""

    __tablename__ = "mailed_links"
    __table_args__ = (
        CheckConstraint(one_of("purpose", LinkPurpose), name="purpose_known"),
        Index("ix_mailed_links_account_id_created_at", "account_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ResetRequest(Base):
    """Somebody typed this address on the page for forgotten passwords. Whether it has
    an account is looked up by a job, so that the answer takes no longer for one that
    has (requirement OA-24)."""

    __tablename__ = "reset_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email_sealed: Mapped[bytes] = mapped_column(info={"sealed": "email"})
    created_at: Mapped[datetime]


class SignUp(Base):
    """Somebody wants an account for this address, and has shown nothing yet: neither
    name nor password is asked before the link in her letter was followed, so that an
    account never has a password of somebody who does not read its mail.

    A job looks up whether the address has an account (requirement OA-24) and writes to
    it, which is `answered_at`; only the SHA-256 of the link's secret is stored.
    `next_page` is where she was going.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index("ix_sign_ups_email_index_created_at", "email_index", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email_sealed: Mapped[bytes] = mapped_column(info={"sealed": "email"})
    email_index: Mapped[bytes]
    locale: Mapped[str]
    next_page: Mapped[str]
    secret_hash: Mapped[bytes | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


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
