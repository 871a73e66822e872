"""Authenticators, passkeys, recovery codes, and tries that failed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Authenticator(Base):
    """The secret that a person's application makes her codes from (TOTP, RFC 6238).

    Until its first code was typed it is only offered (`confirmed_at` None). She has at
    most one of each. `last_step` is the time step of the code that was used last: a
    code works once.
    """

    __tablename__ = "authenticators"
    __table_args__ = (
        Index(
            "uq_authenticators_confirmed",
            "account_id",
            unique=True,
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
        Index(
            "uq_authenticators_offered",
            "account_id",
            unique=True,
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    secret_sealed: Mapped[bytes] = mapped_column(info={"sealed": "secret"})
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of the codes for the day on which everything else is lost; used once.

    Its hash is keyed (core.privacy): whoever has the table alone can try none.
    """

    __tablename__ = "recovery_codes"
    __table_args__ = (
        Index("uq_recovery_codes_code", "account_id", "code_hash", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    code_hash: Mapped[bytes]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key pair in a person's device or in her password manager (WebAuthn).

    `sign_count` is what the device said last; one that counts backwards was copied.
    `copied` says that it may be on several of her devices. Its name is hers.
    """

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    copied: Mapped[bool]
    name_sealed: Mapped[bytes] = mapped_column(info={"sealed": "name"})
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class SpentChallenge(Base):
    """A challenge that was answered: it is answered once. Those that nobody answered
    are not kept; they say themselves how old they are."""

    __tablename__ = "spent_challenges"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class FailedProof(Base):
    """A wrong code, or a wrong password of somebody who is signed in already."""

    __tablename__ = "failed_proofs"
    __table_args__ = (
        Index("ix_failed_proofs_account_id_failed_at", "account_id", "failed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    failed_at: Mapped[datetime] = mapped_column(index=True)
