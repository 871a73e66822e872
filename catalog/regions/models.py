"""Provinces, regencies and districts, by their official codes."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Province(Base):
    """Level 1, a two-digit code such as `32`."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Regency(Base):
    """Level 2, a code such as `32.73`; `kind` is kabupaten or kota."""

    __tablename__ = "regencies"

    code: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"), index=True)
    name: Mapped[str]
    kind: Mapped[str]


class District(Base):
    """Level 3, a code such as `32.73.01`; `nik_prefix` is the code without dots, the
    first six digits of a national id issued there."""

    __tablename__ = "districts"

    code: Mapped[str] = mapped_column(primary_key=True)
    regency_code: Mapped[str] = mapped_column(ForeignKey("regencies.code"), index=True)
    name: Mapped[str]
    nik_prefix: Mapped[str] = mapped_column(index=True)
