"""Trainers, their certificates, and when they teach."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import (
    ARRAY,
    TSTZRANGE,
    ExcludeConstraint,
    Range,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class TrainerState(StrEnum):
    """Whether somebody teaches for the institution."""

    ACTIVE = "active"
    ENDED = "ended"


def _codes() -> Any:
    return mapped_column(ARRAY(Text()), default=list, server_default=text("'{}'"))


class Trainer(Base):
    """A trainer of an institution. `email_index` finds her again by her address.

    `public_name` is what everybody may read, as the institution chose; None for
    nothing. `version` counts the changes (ETag).
    """

    __tablename__ = "trainers"
    __table_args__ = (
        CheckConstraint(one_of("state", TrainerState), name="state_known"),
        CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name="ended_when_ended"
        ),
        UniqueConstraint("provider_id", "email_index"),
        Index("ix_trainers_provider", "provider_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "trainer_name"}
    )
    email_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "trainer_email"}
    )
    email_index: Mapped[bytes]
    phone_sealed: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"sealed": "trainer_phone"}
    )
    public_name: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=TrainerState.ACTIVE)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class TrainerCertificate(Base):
    """A certificate of competence, good through the day `valid_until`.

    `skills` (ESCO) and `competence_units` (SKKNI) are what it says she may teach.
    `told_at` is when the institution was told that it is over.
    """

    __tablename__ = "trainer_certificates"
    __table_args__ = (
        Index("ix_trainer_certificates_trainer", "trainer_id", "valid_until"),
        Index(
            "ix_trainer_certificates_untold",
            "valid_until",
            "id",
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    trainer_id: Mapped[UUID] = mapped_column(ForeignKey("trainers.id"))
    number_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "trainer_certificate"}
    )
    issuer: Mapped[str]
    valid_until: Mapped[date]
    skills: Mapped[list[str]] = _codes()
    competence_units: Mapped[list[str]] = _codes()
    told_at: Mapped[datetime | None]


class Part(StrEnum):
    """What somebody does in a class: a trainer leads it, an assistant helps people
    with what they practise."""

    LEAD = "lead"
    ASSISTANT = "assistant"


class ScheduleTrainer(Base):
    """Somebody who teaches a run, or assists in it."""

    __tablename__ = "schedule_trainers"
    __table_args__ = (
        CheckConstraint(one_of("part", Part), name="part_known"),
        Index("ix_schedule_trainers_trainer", "trainer_id"),
    )

    schedule_id: Mapped[UUID] = mapped_column(
        ForeignKey("schedules.id"), primary_key=True
    )
    trainer_id: Mapped[UUID] = mapped_column(
        ForeignKey("trainers.id"), primary_key=True
    )
    part: Mapped[str] = mapped_column(default=Part.LEAD, server_default=Part.LEAD)


class TaughtSession(Base):
    """When somebody is before a class, or assists in it. Nobody is so twice at once; a
    run that is called off takes nobody's time."""

    __tablename__ = "trainer_sessions"
    __table_args__ = (
        ExcludeConstraint(
            ("trainer_id", "="),
            ("during", "&&"),
            using="gist",
            name="ex_trainer_sessions_one_at_a_time",
        ),
    )

    schedule_id: Mapped[UUID] = mapped_column(
        ForeignKey("schedules.id"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)
    trainer_id: Mapped[UUID] = mapped_column(
        ForeignKey("trainers.id"), primary_key=True
    )
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
