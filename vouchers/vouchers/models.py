"""The voucher and what it decides alone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, Json, one_of
from core.ids import new_id
from vouchers.vouchers.errors import (
    VoucherAlreadyCompleted,
    VoucherAlreadyRedeemed,
    VoucherHasExpired,
    VoucherNotRedeemed,
    VoucherStateForbids,
    VoucherWasVoided,
)


class VoucherStatus(StrEnum):
    """design.md, section 5."""

    ISSUED = "issued"
    REDEEMED = "redeemed"
    COMPLETED = "completed"
    VOIDED = "voided"
    EXPIRED = "expired"


TRANSITIONS: dict[VoucherStatus, frozenset[VoucherStatus]] = {
    VoucherStatus.ISSUED: frozenset(
        {VoucherStatus.REDEEMED, VoucherStatus.VOIDED, VoucherStatus.EXPIRED}
    ),
    # A class that is called off in its last minutes may have been entered already.
    VoucherStatus.REDEEMED: frozenset({VoucherStatus.COMPLETED, VoucherStatus.VOIDED}),
    VoucherStatus.COMPLETED: frozenset(),
    VoucherStatus.VOIDED: frozenset(),
    VoucherStatus.EXPIRED: frozenset(),
}


class Voucher(Base):
    """A prepaid claim of one participant on one schedule of one institution.

    `face_value` is the price paid, whole rupiah (0 for a free course). `rules` pins the
    scheme's completion rule and redeem window at the time of purchase, with the
    scheme's version. Redeemable until `expires_at`.
    """

    __tablename__ = "vouchers"
    __table_args__ = (
        CheckConstraint("face_value >= 0", name="face_value_not_negative"),
        CheckConstraint(one_of("status", VoucherStatus), name="status_known"),
        Index("ix_vouchers_participant", "participant_id", "issued_at"),
        Index("ix_vouchers_provider", "provider_id", "id"),
        Index("ix_vouchers_schedule", "schedule_id", "id"),
        Index(
            "ix_vouchers_unused",
            "expires_at",
            postgresql_where=text("status = 'issued'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    redeem_code_sealed: Mapped[bytes] = mapped_column(info={"sealed": "redeem_code"})
    redeem_code_index: Mapped[bytes] = mapped_column(unique=True)
    face_value: Mapped[Amount]
    status: Mapped[str] = mapped_column(default=VoucherStatus.ISSUED)
    rules: Mapped[Json]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]

    def status_at(self, at: datetime) -> VoucherStatus:
        """The state as it is, also in the minutes before an overdue one is expired."""
        if self.status == VoucherStatus.ISSUED and at >= self.expires_at:
            return VoucherStatus.EXPIRED
        return VoucherStatus(self.status)

    def move_to(self, wanted: VoucherStatus) -> None:
        """Change the state as TRANSITIONS allows, or raise VoucherStateForbids."""
        if wanted not in TRANSITIONS[VoucherStatus(self.status)]:
            raise VoucherStateForbids(state=str(self.status), wanted=str(wanted))
        self.status = wanted

    def redeem(self, *, at: datetime) -> None:
        """Spend the voucher, once and in full.

        Raises VoucherAlreadyRedeemed, VoucherAlreadyCompleted, VoucherWasVoided or
        VoucherHasExpired (from the instant `expires_at` it is worth nothing).
        """
        self.require_alive(at=at)
        if self.redeemed_at is not None:
            raise VoucherAlreadyRedeemed(redeemed_at=self.redeemed_at.isoformat())
        self.move_to(VoucherStatus.REDEEMED)
        self.redeemed_at = at

    def complete(self, *, at: datetime) -> None:
        """End the course with success; whether it was earned is decided before.

        Raises VoucherNotRedeemed and what `require_redeemed` raises.
        """
        self.require_redeemed(at=at)
        self.move_to(VoucherStatus.COMPLETED)
        self.completed_at = at

    def expire(self, *, at: datetime) -> None:
        """Let an unused voucher end; raises VoucherStateForbids for any other, and for
        one whose time has not come."""
        if at < self.expires_at:
            raise VoucherStateForbids(
                state=str(self.status), wanted=str(VoucherStatus.EXPIRED)
            )
        self.move_to(VoucherStatus.EXPIRED)

    def require_redeemed(self, *, at: datetime) -> None:
        """Raise unless the class is entered and not over: VoucherNotRedeemed and what
        `require_alive` raises."""
        self.require_alive(at=at)
        if self.status != VoucherStatus.REDEEMED:
            raise VoucherNotRedeemed

    def require_alive(self, *, at: datetime) -> None:
        """Raise when nothing can be done with the voucher any more, and say why:
        VoucherWasVoided, VoucherHasExpired or VoucherAlreadyCompleted."""
        if self.voided_at is not None:
            raise VoucherWasVoided(voided_at=self.voided_at.isoformat())
        if self.completed_at is not None:
            raise VoucherAlreadyCompleted(completed_at=self.completed_at.isoformat())
        if self.redeemed_at is None and at >= self.expires_at:
            raise VoucherHasExpired(expires_at=self.expires_at.isoformat())
