"""The participant's record."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json


class Participant(Base):
    """A person who may take part; the id is that of her account.

    NIK, family card number (KK) and phone are sealed and found by blind index. A NIK
    belongs to one participant; a family card to two at most (scheme's rule).
    `declarations` holds what she ticked: occupation group and offices she may not hold
    (programme rules, section 1).
    """

    __tablename__ = "participants"
    __table_args__ = (Index("ix_participants_district", "district_code", "id"),)

    id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    nik_sealed: Mapped[bytes] = mapped_column(info={"sealed": "nik"})
    nik_index: Mapped[bytes] = mapped_column(unique=True)
    kk_sealed: Mapped[bytes] = mapped_column(info={"sealed": "kk"})
    kk_index: Mapped[bytes] = mapped_column(index=True)
    phone_sealed: Mapped[bytes] = mapped_column(info={"sealed": "phone"})
    phone_index: Mapped[bytes] = mapped_column(unique=True)
    birth_date: Mapped[date]
    gender: Mapped[str]
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"))
    declarations: Mapped[Json]
    registered_at: Mapped[datetime]
