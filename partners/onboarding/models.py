"""Applications of organisations, whom they are tied to, and how they moved."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id
from partners.onboarding.requirement import Relation


class ApplicationState(StrEnum):
    """Where an application is; MOVES says where it can go."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    REFUSED = "refused"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"


_S = ApplicationState

MOVES: dict[ApplicationState, frozenset[ApplicationState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.IN_REVIEW, _S.WITHDRAWN}),
    _S.IN_REVIEW: frozenset({_S.CHANGES_REQUESTED, _S.RECOMMENDED, _S.WITHDRAWN}),
    _S.CHANGES_REQUESTED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.RECOMMENDED: frozenset(
        {_S.APPROVED, _S.REFUSED, _S.IN_REVIEW, _S.WITHDRAWN},
    ),
    # Once: `appealed_at` stays.
    _S.REFUSED: frozenset({_S.APPEALED}),
    _S.APPEALED: frozenset({_S.APPROVED, _S.REFUSED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}

# The applicant may write, and has to act.
OPEN_TO_APPLICANT = frozenset({_S.DRAFT, _S.CHANGES_REQUESTED})
# The operator has to act: the published clock runs.
WITH_OPERATOR = frozenset({_S.SUBMITTED, _S.IN_REVIEW, _S.RECOMMENDED, _S.APPEALED})
UNDECIDED = OPEN_TO_APPLICANT | WITH_OPERATOR

_NAMES = ", ".join(f"'{state}'" for state in sorted(UNDECIDED))
# In SQL and without parameters, so that PostgreSQL finds the index that says the same.
IS_UNDECIDED = f"state IN ({_NAMES})"


class PartnerApplication(Base):
    """An organisation's wish to take part as one kind.

    It is pinned to the version of the kind's requirements, whose hash it keeps.
    `version` counts the changes of the draft (ETag), `submissions` how often it was
    sent. The clock: `clock_used` working days of `clock_allowed` were used up before
    `clock_from`, the local day since which it runs; both days are None while the
    applicant has to act.
    """

    __tablename__ = "partner_applications"
    __table_args__ = (
        CheckConstraint(one_of("state", ApplicationState), name="state_known"),
        CheckConstraint(
            "(clock_from IS NULL) = (due_on IS NULL)", name="clock_runs_or_not"
        ),
        Index(
            "uq_partner_applications_undecided",
            "organisation_id",
            "kind",
            unique=True,
            postgresql_where=text(IS_UNDECIDED),
        ),
        Index("ix_partner_applications_queue", "state", "due_on", "id"),
        Index(
            "ix_partner_applications_due",
            "due_on",
            postgresql_where=text("due_on IS NOT NULL AND overdue_told_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    kind: Mapped[str]
    requirement_version: Mapped[int]
    requirement_sha256: Mapped[bytes]
    state: Mapped[str] = mapped_column(default=ApplicationState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[Json] = mapped_column(default=dict)
    started_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    clock_allowed: Mapped[int] = mapped_column(default=0)
    clock_used: Mapped[int] = mapped_column(default=0)
    clock_from: Mapped[date | None]
    due_on: Mapped[date | None]
    overdue_told_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]


class Tie(Base):
    """Whom or what the applicant is tied to. A row is added or removed, never changed,
    so that two submissions can be compared by ids.

    Names and numbers are sealed: `number_sealed` holds an identity, registration or
    account number. `share_bps` is an owner's share in basis points, `detail` an
    officer's position, an account's bank, or the domain itself.
    """

    __tablename__ = "onboarding_ties"
    __table_args__ = (CheckConstraint(one_of("relation", Relation), name="known"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner_applications.id"), index=True
    )
    relation: Mapped[str]
    is_person: Mapped[bool]
    name_sealed: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"sealed": "tie_name"}
    )
    number_sealed: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"sealed": "tie_number"}
    )
    detail: Mapped[str | None]
    share_bps: Mapped[int | None]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None]


class Move(Base):
    """One step of an application from state to state; append-only."""

    __tablename__ = "onboarding_moves"
    __table_args__ = (Index("ix_onboarding_moves_way", "application_id", "moved_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("partner_applications.id"))
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    moved_at: Mapped[datetime]
    moved_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str | None]


Answers = dict[str, Any]
