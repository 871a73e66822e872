"""Learners whose class is interrupted, and the classes that they can change to."""

from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, one_of
from core.ids import new_id


class Cause(StrEnum):
    """Why a class is interrupted."""

    SANCTION = "sanction"
    CALLED_OFF = "called_off"


class TransferState(StrEnum):
    """Open until she has changed, her money is back, or the class goes on."""

    OPEN = "open"
    MOVED = "moved"
    REFUNDED = "refunded"
    WITHDRAWN = "withdrawn"


class Likeness(StrEnum):
    """Why a class is equivalent, the likest first."""

    SAME_COURSE = "same_course"
    COMPETENCE = "competence"
    SKILLS = "skills"
    OCCUPATION = "occupation"
    CATEGORY = "category"


class Distance(IntEnum):
    """How far a place is from the one that she had; NOWHERE without places."""

    DISTRICT = 0
    REGENCY = 1
    PROVINCE = 2
    FARTHER = 3
    NOWHERE = 4


class Transfer(Base):
    """A learner whose class is interrupted: her voucher, and how far she is.

    One open transfer a voucher. `confirmed_steps` of `required_steps` are done.
    `replacements` were found by `rules_version`, good until `answer_by`; the first of
    them is the suggestion. Of one who moved, `order_id` is her new order, and
    `returned` what went back to her balance, whole rupiah.
    """

    __tablename__ = "learner_transfers"
    __table_args__ = (
        CheckConstraint(one_of("state", TransferState), name="state_known"),
        CheckConstraint(one_of("cause", Cause), name="cause_known"),
        CheckConstraint(
            "cause <> 'sanction' OR sanction_id IS NOT NULL", name="sanction_named"
        ),
        CheckConstraint(
            "(suggested_schedule_id IS NULL) = (suggested_offering_id IS NULL)",
            name="suggestion_is_whole",
        ),
        CheckConstraint(
            "state = 'moved' OR order_id IS NULL", name="only_moved_has_an_order"
        ),
        Index(
            "uq_learner_transfers_open",
            "voucher_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_learner_transfers_sanction", "sanction_id", "id"),
        Index(
            "ix_learner_transfers_organisation",
            "organisation_id",
            "id",
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_learner_transfers_participant", "participant_id", "id"),
        Index(
            "ix_learner_transfers_called_off",
            "listed_at",
            postgresql_where=text("cause = 'called_off'"),
        ),
        Index(
            "ix_learner_transfers_due",
            "answer_by",
            postgresql_where=text("state = 'open' AND cause = 'called_off'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cause: Mapped[str] = mapped_column(
        default=Cause.SANCTION, server_default=text("'sanction'")
    )
    sanction_id: Mapped[UUID | None] = mapped_column(ForeignKey("sanctions.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    confirmed_steps: Mapped[int]
    required_steps: Mapped[int]
    suggested_schedule_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("schedules.id")
    )
    suggested_offering_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("offerings.id")
    )
    replacements: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    rules_version: Mapped[int | None]
    searched_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    returned: Mapped[Amount | None]
    state: Mapped[str] = mapped_column(default=TransferState.OPEN)
    listed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Replacement(Base):
    """A class that a learner can change to, as she is shown it: its price in whole
    rupiah, its terms, why it is equivalent, and its rank among hers."""

    __tablename__ = "transfer_replacements"
    __table_args__ = (
        UniqueConstraint("transfer_id", "rank"),
        CheckConstraint("rank > 0", name="rank_positive"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(one_of("likeness", Likeness), name="likeness_known"),
        CheckConstraint("distance BETWEEN 0 AND 4", name="distance_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    transfer_id: Mapped[UUID] = mapped_column(ForeignKey("learner_transfers.id"))
    rank: Mapped[int]
    likeness: Mapped[str]
    distance: Mapped[int]
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedules.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    price: Mapped[Amount]
    terms_version: Mapped[int]
    closes_at: Mapped[datetime]
