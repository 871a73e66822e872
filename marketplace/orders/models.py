"""The table of orders."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, one_of
from core.ids import new_id


class OrderStatus(StrEnum):
    PLACED = "placed"
    VOIDED = "voided"
    REFUNDED = "refunded"
    FULFILLED = "fulfilled"


class Order(Base):
    """A participant's purchase through a platform, at the price of that instant.

    A course is owned at most once (unless voided); the platform's own reference is
    unique within the platform. `course_revision` is what the course said when it was
    bought, None for orders from before revisions were numbered.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(one_of("status", OrderStatus), name="status_known"),
        Index(
            "uq_orders_owned_once",
            "participant_id",
            "course_id",
            unique=True,
            postgresql_where=text("status IN ('placed', 'fulfilled')"),
        ),
        Index(
            "uq_orders_platform_reference",
            "platform_id",
            "platform_reference",
            unique=True,
        ),
        Index("ix_orders_participant", "participant_id", "placed_at"),
        Index("ix_orders_platform", "platform_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"), index=True)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    platform_reference: Mapped[str]
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    course_revision: Mapped[int | None]
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"), unique=True)
    price: Mapped[Amount]
    commission_bps: Mapped[int]
    status: Mapped[str] = mapped_column(default=OrderStatus.PLACED)
    placed_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class WithheldCommission(Base):
    """Commission for a course of the platform's own group: the tie became known after
    the sale. Whole rupiah; released when the tie is over or waived, or given back with
    the order."""

    __tablename__ = "withheld_commissions"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("released_at IS NULL OR returned_at IS NULL", name="one_end"),
        Index(
            "ix_withheld_commissions_open",
            "platform_id",
            "provider_id",
            postgresql_where=text("released_at IS NULL AND returned_at IS NULL"),
        ),
        Index(
            "ix_withheld_commissions_provider",
            "provider_id",
            postgresql_where=text("released_at IS NULL AND returned_at IS NULL"),
        ),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    amount: Mapped[Amount]
    withheld_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
