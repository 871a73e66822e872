"""The voucher and what it decides alone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, Json, one_of
from core.ids import new_id


class VoucherStatus(StrEnum):
    """design.md, section 5."""

    ISSUED = "issued"
    REDEEMED = "redeemed"
    COMPLETED = "completed"
    VOIDED = "voided"
    EXPIRED = "expired"


class Voucher(Base):
    """A prepaid claim of one participant on one schedule of one institution.

    `face_value` is the price paid, whole rupiah (0 for a free course). `rules` pins the
    scheme's completion rule and redeem window at the time of purchase, with the scheme's
    version. Redeemable until `expires_at`.
    """

    __tablename__ = "vouchers"
    __table_args__ = (
        CheckConstraint("face_value >= 0", name="face_value_not_negative"),
        CheckConstraint(one_of("status", VoucherStatus), name="status_known"),
        Index("ix_vouchers_participant", "participant_id", "issued_at"),
        Index("ix_vouchers_provider", "provider_id", "id"),
        Index("ix_vouchers_schedule", "schedule_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    redeem_code_sealed: Mapped[bytes]
    redeem_code_index: Mapped[bytes] = mapped_column(unique=True)
    face_value: Mapped[Amount]
    status: Mapped[str] = mapped_column(default=VoucherStatus.ISSUED)
    rules: Mapped[Json]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
