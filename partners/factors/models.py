"""Authenticators, recovery codes, and tries that failed."""

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


class FailedProof(Base):
    """A wrong code, or a wrong password of somebody who is signed in already."""

    __tablename__ = "failed_proofs"
    __table_args__ = (
        Index("ix_failed_proofs_account_id_failed_at", "account_id", "failed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    failed_at: Mapped[datetime] = mapped_column(index=True)
