"""Lists, their files, what was found in their rows, and remembered mappings."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id


class ListState(StrEnum):
    """Where a list is: a new mapping goes back to `uploaded`; one that was `stopped`
    is applied from where it stopped; `applied` is the end."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    STOPPED = "stopped"
    APPLIED = "applied"
    UNREADABLE = "unreadable"


class Outcome(StrEnum):
    """What applying a row does, or did. `run` plans or changes a run of a course, which
    `create` and `change` do beside what they do to the course. A conflict is a row that
    would be a second course of one that is there, or change one that is being judged,
    or plan a run anew that was called off."""

    CREATE = "create"
    RUN = "run"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


class CourseList(Base):
    """A list that an institution sent. Of a workbook `sheet` is read, `other_sheets`
    hold something too. `columns` are its columns in order, `mapping` as
    in catalog.imports.mapping. `run` counts the dry runs that began: what an older one
    still has to say is not heard. `problem` is the slug of what keeps it from being
    read to its end, or from being applied. `position` is the last row that was read or
    applied; `counts` are rows by outcome, `done` how many courses were created and
    changed so far.
    """

    __tablename__ = "course_lists"
    __table_args__ = (
        CheckConstraint(one_of("state", ListState), name="state_known"),
        Index("ix_course_lists_provider", "provider_id", "created_at", "id"),
        Index("ix_course_lists_changed", "changed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str]
    encoding: Mapped[str | None]
    separator: Mapped[str | None]
    sheet: Mapped[str | None]
    other_sheets: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))
    size: Mapped[int]
    columns: Mapped[list[str]]
    fingerprint: Mapped[str]
    mapping: Mapped[Json]
    is_remembered: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=ListState.UPLOADED)
    problem: Mapped[str | None]
    run: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Json]
    done: Mapped[Json]
    reason: Mapped[str | None]
    by: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class CourseListFile(Base):
    """The file of a list, compressed and sealed with a key of its own: columns that
    nobody maps may hold anything. It goes when the list is forgotten."""

    __tablename__ = "course_list_files"

    id: Mapped[UUID] = mapped_column(ForeignKey("course_lists.id"), primary_key=True)
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary, info={"sealed": "file_key"})
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CourseListRow(Base):
    """What a dry run found in a row. `patch` is what it would change of a content;
    `findings` are in both languages; `source_ref` finds the course again; `run` is as
    catalog.imports.mapping.runs keeps it."""

    __tablename__ = "course_list_rows"
    __table_args__ = (
        CheckConstraint(one_of("outcome", Outcome), name="outcome_known"),
        Index("ix_course_list_rows_outcome", "list_id", "outcome", "number"),
    )

    list_id: Mapped[UUID] = mapped_column(
        ForeignKey("course_lists.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    title: Mapped[str]
    source_ref: Mapped[str]
    reference: Mapped[str | None]
    link: Mapped[str | None]
    patch: Mapped[Json]
    run: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    findings: Mapped[list[Json]] = mapped_column(JSONB)


class RememberedMapping(Base):
    """The mapping that an institution last used for a list with the same columns."""

    __tablename__ = "course_list_mappings"

    provider_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[Json]
    used_at: Mapped[datetime]
