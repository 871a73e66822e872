"""Verifications, attendance and assessment results."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id

POST_TEST = 999


class AssessmentKind(StrEnum):
    """Programme rules, section 5: what a participant is assessed by."""

    PRE_TEST = "pre_test"
    PRACTICE_TASK = "practice_task"
    SKILL_DEMONSTRATION = "skill_demonstration"
    POST_TEST = "post_test"


class Verification(Base):
    """One try to prove presence at a step. The page's address holds a secret, of which
    the SHA-256 is kept; it works for `expires_at` at most and for its participant only.
    """

    __tablename__ = "verifications"
    __table_args__ = (
        CheckConstraint(
            "sequence BETWEEN 1 AND 10 OR sequence = 999", name="sequence_known"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"), index=True)
    sequence: Mapped[int]
    state_hash: Mapped[bytes] = mapped_column(unique=True)
    redirect_uri: Mapped[str]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class Attendance(Base):
    """A confirmed step; each once."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("voucher_id", "sequence"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"))
    sequence: Mapped[int]
    verification_id: Mapped[UUID] = mapped_column(ForeignKey("verifications.id"))
    confirmed_at: Mapped[datetime]


class AssessmentResult(Base):
    """A result that the institution reported: a score from 0 to 100.

    A later report for the same kind and number supersedes; the last one counts.
    """

    __tablename__ = "assessment_results"
    __table_args__ = (
        CheckConstraint(one_of("kind", AssessmentKind), name="kind_known"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_in_range"),
        UniqueConstraint("voucher_id", "kind", "number", "revision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("vouchers.id"))
    kind: Mapped[str]
    number: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    score: Mapped[int]
    reported_at: Mapped[datetime]
