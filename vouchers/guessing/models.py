"""The places that failed guesses used up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class UsedPlace(Base):
    """One of an organisation's ten places to look up redeem codes, which a failed
    guess used up until `used_until`."""

    __tablename__ = "code_guess_places"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    used_until: Mapped[datetime]
