"""The parts of the quality score."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.quality.formula import PartName
from core.database import Base, one_of


class QualityPart(Base):
    """One part of a course's or an institution's quality, as it was counted last.

    The days are local; `period_from` None counts from the beginning, `period_to` is the
    first day that is not counted.
    """

    __tablename__ = "quality_parts"
    __table_args__ = (
        CheckConstraint(one_of("part", PartName), name="part_known"),
        CheckConstraint("numerator >= 0", name="numerator_not_negative"),
        CheckConstraint("denominator > 0", name="denominator_positive"),
    )

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    numerator: Mapped[int]
    denominator: Mapped[int]
    period_from: Mapped[date | None]
    period_to: Mapped[date]
    formula_version: Mapped[int]
    computed_at: Mapped[datetime]
