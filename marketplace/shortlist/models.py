"""The table of shortlists."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base


class ShortlistItem(Base):
    """A course that somebody keeps in view. `price` is the lowest at which a platform
    sold it when she put it there, None where none did."""

    __tablename__ = "shortlist_items"
    __table_args__ = (CheckConstraint("price >= 0", name="price_not_negative"),)

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True
    )
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    price: Mapped[Amount | None]
    saved_at: Mapped[datetime]
