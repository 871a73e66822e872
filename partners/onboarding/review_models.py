"""What was sent, what was found, and who judged it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id


class Verdict(StrEnum):
    """What was found about one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    QUESTION = "question"


class Step(StrEnum):
    """What somebody did towards a decision."""

    RECOMMENDATION = "recommendation"
    CONFIRMATION = "confirmation"
    RETURN = "return"
    APPEAL_DECISION = "appeal_decision"


class Outcome(StrEnum):
    """How an application can end."""

    APPROVE = "approve"
    REFUSE = "refuse"


class Submission(Base):
    """An application as it was sent the `number`-th time: answers, and the ids of its
    files and ties, which are never changed, so that two can be compared."""

    __tablename__ = "onboarding_submissions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("partner_applications.id"))
    number: Mapped[int]
    content: Mapped[Json]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class Finding(Base):
    """What was found about a criterion of one submission. `note` is for the applicant.
    `carried` is a `met` taken over from the submission before, as nothing that shows
    the criterion was changed."""

    __tablename__ = "onboarding_findings"
    __table_args__ = (
        UniqueConstraint("application_id", "submission", "criterion"),
        CheckConstraint(one_of("verdict", Verdict), name="verdict_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("partner_applications.id"))
    submission: Mapped[int]
    criterion: Mapped[str]
    verdict: Mapped[str]
    note: Mapped[str | None]
    carried: Mapped[bool] = mapped_column(default=False)
    found_at: Mapped[datetime]
    found_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class Judgement(Base):
    """A recommendation, or what another person made of it; append-only.

    `answers_to` is the recommendation that is confirmed or returned, once. The trigger
    `judgement_by_another` holds that whoever answers did not recommend, begin or send
    the application, has no seat at the applicant, and that an appeal is decided by
    somebody who judged nothing of it before (feature 114).
    """

    __tablename__ = "onboarding_judgements"
    __table_args__ = (
        CheckConstraint(one_of("step", Step), name="step_known"),
        CheckConstraint(
            "outcome IS NULL OR " + one_of("outcome", Outcome), name="outcome_known"
        ),
        CheckConstraint(
            "(step IN ('confirmation', 'return')) = (answers_to IS NOT NULL)",
            name="answers_a_recommendation",
        ),
        Index("ix_onboarding_judgements_way", "application_id", "judged_at"),
        Index(
            "uq_onboarding_judgements_appeal",
            "application_id",
            unique=True,
            postgresql_where=text("step = 'appeal_decision'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("partner_applications.id"))
    submission: Mapped[int]
    step: Mapped[str]
    outcome: Mapped[str | None]
    reason: Mapped[str]
    answers_to: Mapped[UUID | None] = mapped_column(
        ForeignKey("onboarding_judgements.id"), unique=True
    )
    judged_at: Mapped[datetime]
    judged_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
