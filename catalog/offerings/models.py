"""Proposals of institutions to platforms."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, one_of
from core.ids import new_id


class ProposalState(StrEnum):
    """`waiting` for the platform; every other state is an end."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(Base):
    """An institution asks a platform to list a course, or to change what was agreed.

    `price` is whole rupiah, `commission_bps` the platform's share in basis points.
    `ended_reason` is why it was declined. For a course and platform one waits at a
    time.
    """

    __tablename__ = "offering_proposals"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(
            "commission_bps BETWEEN 0 AND 10000", name="commission_in_range"
        ),
        CheckConstraint(one_of("state", ProposalState), name="state_known"),
        CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name="end_is_known"
        ),
        Index(
            "uq_offering_proposals_waiting",
            "course_id",
            "platform_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_offering_proposals_course", "course_id", "id"),
        Index("ix_offering_proposals_platform", "platform_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    price: Mapped[Amount]
    commission_bps: Mapped[int]
    note: Mapped[str]
    state: Mapped[str] = mapped_column(default=ProposalState.WAITING)
    proposed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]
