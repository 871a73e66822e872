"""Drafts of courses, how they were edited, and published revisions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.authoring.errors import DraftStateWrong
from catalog.courses.models import CourseStatus
from core.database import Base, Json, one_of
from core.ids import new_id


class DraftState(StrEnum):
    """Where a draft is; MOVES says where it can go."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    IN_ASSESSMENT = "in_assessment"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHED = "published"


_S = DraftState

MOVES: dict[DraftState, frozenset[DraftState]] = {
    _S.EDITING: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.IN_ASSESSMENT, _S.EDITING}),
    _S.IN_ASSESSMENT: frozenset({_S.CHANGES_REQUESTED, _S.APPROVED, _S.REJECTED}),
    _S.CHANGES_REQUESTED: frozenset({_S.SUBMITTED}),
    # An approval that nobody used ends.
    _S.APPROVED: frozenset({_S.PUBLISHED, _S.EDITING}),
    # An appeal reopens the assessment; a new attempt edits again.
    _S.REJECTED: frozenset({_S.IN_ASSESSMENT, _S.EDITING}),
    # Submitted unchanged, when the approval ends soon.
    _S.PUBLISHED: frozenset({_S.EDITING, _S.SUBMITTED}),
}

# The institution may write.
OPEN = frozenset({_S.EDITING, _S.CHANGES_REQUESTED, _S.REJECTED, _S.PUBLISHED})


class Draft(Base):
    """What an institution is writing about a course: one for each course.

    `content` is as docs/rules/authoring.md says, with as many of its fields as are
    filled in. `version` counts the changes (ETag). `based_on` is the revision that it
    changes; None for a course that was never published. `platform_id` is the platform
    that was named to check it; from `renewable_from` on, when its approval ends soon,
    it may be submitted unchanged.
    """

    __tablename__ = "course_drafts"
    __table_args__ = (
        CheckConstraint(one_of("state", DraftState), name="state_known"),
        Index("ix_course_drafts_state", "state", "submitted_at", "course_id"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    content: Mapped[Json]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default=DraftState.EDITING)
    based_on: Mapped[int | None]
    standards_version: Mapped[int | None]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    renewable_from: Mapped[datetime | None]

    def move(self, to: DraftState, *, at: datetime) -> None:
        """Change the state; raises DraftStateWrong for what MOVES does not know."""
        if to not in MOVES[DraftState(self.state)]:
            raise DraftStateWrong(state=self.state)
        self.state = to
        self.changed_at = at


class DraftEdit(Base):
    """One change of a draft: which fields it touched, and who made it.

    `by` is the account of a person or the id of a client of the institution. `before`
    is what those of the fields that were filled in said until then; None of changes
    that were made before it was kept. `origins` are of lists where each item was in the
    list before, None of a new one, where a page knows it.
    """

    __tablename__ = "course_draft_edits"
    __table_args__ = (UniqueConstraint("course_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course_drafts.course_id"))
    version: Mapped[int]
    fields: Mapped[list[str]]
    before: Mapped[Json | None]
    origins: Mapped[Json | None]
    by: Mapped[str]
    at: Mapped[datetime]


class Revision(Base):
    """What was published of a course, never changed. `number` counts from 1."""

    __tablename__ = "course_revisions"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    content: Mapped[Json]
    published_at: Mapped[datetime]


class Retirement(Base):
    """That an institution gave up a course for good, and why, in its own words.

    `of_status` is what the course was until then: a draft that was never published is
    discarded, and nobody outside learns of it.
    """

    __tablename__ = "course_retirements"
    __table_args__ = (
        CheckConstraint(one_of("of_status", CourseStatus), name="of_status_known"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    of_status: Mapped[str]
    cause: Mapped[str]
    by: Mapped[str]
    retired_at: Mapped[datetime]
