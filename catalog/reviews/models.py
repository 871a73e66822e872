"""The table of reviews."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Review(Base):
    """One to five stars and a comment."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_in_range"),
        UniqueConstraint("participant_id", "course_id"),
        Index("ix_reviews_course", "course_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    stars: Mapped[int]
    comment: Mapped[str]
    created_at: Mapped[datetime]
