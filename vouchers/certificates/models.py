"""The table of certificates."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id
from vouchers.certificates.errors import CertificateNotValid, CertificateRevokedAlready


class CertificateStatus(StrEnum):
    ISSUED = "issued"
    REVOKED = "revoked"


class Certificate(Base):
    """Proof that a course was completed.

    `serial` is printed; `public_id` is the unguessable part of the verification
    address. The holder's name is sealed; the credential (a JWT, which holds the name)
    is sealed too. What the certificate says of course and institution is pinned.
    `status_index` is its place in the status lists, counted over all certificates;
    `key_id` is the thumbprint of the key that signed.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint(one_of("status", CertificateStatus), name="status_known"),
        CheckConstraint(
            "(status = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_at_known"
        ),
        Index("ix_certificates_participant", "participant_id", "issued_at"),
        Index("ix_certificates_provider", "provider_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"), unique=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    serial: Mapped[str] = mapped_column(unique=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    status_index: Mapped[int] = mapped_column(
        BigInteger, Identity(minvalue=0, start=0), unique=True
    )
    holder_name_sealed: Mapped[bytes] = mapped_column(info={"sealed": "holder_name"})
    course_title: Mapped[str]
    provider_name: Mapped[str]
    post_test_score: Mapped[int | None]
    credential_sealed: Mapped[bytes] = mapped_column(info={"sealed": "credential"})
    key_id: Mapped[str]
    status: Mapped[str] = mapped_column(default=CertificateStatus.ISSUED)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]

    def revoke(self, *, reason: str, at: datetime) -> None:
        """Take the certificate back for good, or raise CertificateRevokedAlready."""
        if self.revoked_at is not None:
            raise CertificateRevokedAlready(revoked_at=self.revoked_at.isoformat())
        self.status = CertificateStatus.REVOKED
        self.revoked_at = at
        self.revoked_reason = reason

    def require_valid(self) -> None:
        """Raise CertificateNotValid when the certificate was revoked."""
        if self.revoked_at is not None:
            raise CertificateNotValid(revoked_at=self.revoked_at.isoformat())
