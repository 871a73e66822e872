"""Cases, the tasks of those who judge, and how they were drawn."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from catalog.curation.errors import TaskClosed
from core.database import Base, Json, one_of
from core.ids import new_id


class CaseState(StrEnum):
    """Where a case is. Only a rejected one opens again, by an appeal. `ended` is an
    approval that was not renewed in time, `replaced` one that a later one follows."""

    OPEN = "open"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    REPLACED = "replaced"


class Panel(StrEnum):
    """Those who judge first, and those who judge after an appeal."""

    FIRST = "first"
    APPEAL = "appeal"


class Verdict(StrEnum):
    APPROVE = "approve"
    CHANGES = "changes"
    REJECT = "reject"


class TaskState(StrEnum):
    """`cancelled`: the case was over before anybody answered."""

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Case(Base):
    """One submission of a course, judged. `content` is the draft's at that moment.

    `root_id` is the first case of a course that was sent back and submitted again, its
    own where it is the first; `follows_id` the one before. `layer` and `panel` say who
    judges now, `due_at` until when; `lacking` is how many seats nobody could be found
    for. `lookalikes` and `findings` are what the program found to compare it with
    (catalog/curation/services/compare.py). `is_final`: it was rejected after an appeal,
    or follows one that was appealed.
    """

    __tablename__ = "curation_cases"
    __table_args__ = (
        CheckConstraint(one_of("state", CaseState), name="state_known"),
        CheckConstraint(one_of("panel", Panel), name="panel_known"),
        CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)", name="decided_or_open"
        ),
        CheckConstraint(
            "state NOT IN ('approved', 'ended') OR valid_until IS NOT NULL",
            name="approval_has_an_end",
        ),
        Index(
            "uq_curation_cases_open",
            "course_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_curation_cases_course", "course_id", "id"),
        Index("ix_curation_cases_provider", "provider_id", "course_id", "id"),
        Index("ix_curation_cases_root", "root_id"),
        Index("ix_curation_cases_queue", "state", "due_at", "id"),
        Index(
            "ix_curation_cases_valid",
            "valid_until",
            postgresql_where=text("state = 'approved'"),
        ),
        Index(
            "ix_curation_cases_lacking",
            "id",
            postgresql_where=text("state = 'open' AND lacking > 0"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    root_id: Mapped[UUID]
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("curation_cases.id"))
    draft_version: Mapped[int]
    content: Mapped[Json]
    standards_version: Mapped[int]
    layers_version: Mapped[int]
    layer: Mapped[str]
    panel: Mapped[str] = mapped_column(default=Panel.FIRST)
    state: Mapped[str] = mapped_column(default=CaseState.OPEN)
    is_renewal: Mapped[bool] = mapped_column(default=False)
    is_final: Mapped[bool] = mapped_column(default=False)
    lookalikes: Mapped[list[Json]] = mapped_column(JSONB)
    findings: Mapped[list[Json]] = mapped_column(JSONB)
    lacking: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    appeal_until: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]
    appeal_reason: Mapped[str | None]

    def decide(self, state: CaseState, *, at: datetime) -> None:
        """End the judging for now."""
        self.state = state
        self.decided_at = at
        self.due_at = None
        self.lacking = 0


class Task(Base):
    """An organisation is asked to judge a case in one layer; a person there answers.

    `scores` are by indicator `{"score": 3, "note": "…"}`; `changes` are those that she
    asks for, each with its place (RFC 6901) and words.
    """

    __tablename__ = "curation_tasks"
    __table_args__ = (
        CheckConstraint(one_of("state", TaskState), name="state_known"),
        CheckConstraint(one_of("panel", Panel), name="panel_known"),
        CheckConstraint(
            f"verdict IS NULL OR {one_of('verdict', Verdict)}", name="verdict_known"
        ),
        CheckConstraint(
            "(state = 'submitted') = (verdict IS NOT NULL)"
            " AND (verdict IS NULL) = (account_id IS NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint(
            "(state = 'assigned') = (closed_at IS NULL)", name="closed_sometime"
        ),
        # Neither an organisation nor a person judges twice in one case.
        UniqueConstraint("case_id", "organisation_id"),
        UniqueConstraint("case_id", "account_id"),
        Index("ix_curation_tasks_organisation", "organisation_id", "state", "id"),
        Index(
            "ix_curation_tasks_due",
            "due_at",
            postgresql_where=text("state = 'assigned'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("curation_cases.id"))
    layer: Mapped[str]
    panel: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(default=TaskState.ASSIGNED)
    assigned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    verdict: Mapped[str | None]
    reasons: Mapped[str | None]
    scores: Mapped[Json | None]
    changes: Mapped[list[Json] | None] = mapped_column(JSONB)

    def close(self, state: TaskState, *, at: datetime) -> None:
        """Raises TaskClosed for one that is answered, declined or over."""
        if self.state != TaskState.ASSIGNED:
            raise TaskClosed(state=self.state)
        self.state = state
        self.closed_at = at


class TaskDraft(Base):
    """What somebody has filled in of her verdict, until it is sent: `fields` are those
    of the page by name. Nobody else reads it."""

    __tablename__ = "curation_drafts"

    task_id: Mapped[UUID] = mapped_column(
        ForeignKey("curation_tasks.id"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True
    )
    fields: Mapped[Json]
    saved_at: Mapped[datetime]


class Draw(Base):
    """How assessors were drawn, so that anybody can draw them again.

    `candidates` are ids of organisations; `excluded` are those that could not be drawn,
    each with the reason. `drawn` follows from seed and candidates alone
    (catalog/curation/drawing.py).
    """

    __tablename__ = "curation_draws"
    __table_args__ = (Index("ix_curation_draws_case", "case_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("curation_cases.id"))
    layer: Mapped[str]
    panel: Mapped[str]
    seats: Mapped[int]
    seed: Mapped[str]
    candidates: Mapped[list[str]]
    excluded: Mapped[list[Json]] = mapped_column(JSONB)
    drawn: Mapped[list[str]]
    drawn_at: Mapped[datetime]
