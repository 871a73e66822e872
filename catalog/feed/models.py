"""What of each platform's catalogue has been published, and what waits."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from catalog.feed.rules import NOTHING
from core.database import Base, one_of
from core.ids import new_id


class CatalogMark(Base):
    """Something of this course may have changed, or of all of an organisation's.

    Written by triggers in the transaction of the cause (decision 29), and deleted by
    the relay that published what became of it. `position` is in no trustworthy order.
    """

    __tablename__ = "catalog_marks"
    __table_args__ = (
        CheckConstraint(
            "(course_id IS NULL) <> (organisation_id IS NULL)", name="marks_one_thing"
        ),
    )

    position: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), primary_key=True
    )
    course_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]


class CatalogRefresh(Base):
    """A course whose document is made anew when there is time: what is only called
    otherwise by a new edition of a taxonomy (decision 40).

    Written by a trigger, and turned into a mark some at a time (services/refresh.py).
    """

    __tablename__ = "catalog_refreshes"

    course_id: Mapped[UUID] = mapped_column(primary_key=True)


class CatalogFeed(Base):
    """The feed of one platform: its last number, and what the set is at it.

    `checksum` is as in rules.py, `items` counts the courses. Numbers up to `floor` may
    have been forgotten. `peak` is the most items in the hour that began at
    `peak_since`, and `peak_before` in the hour before that; the guard compares with
    both. The platform was told of `told_sequence` at `told_at`.
    """

    __tablename__ = "catalog_feeds"
    __table_args__ = (
        CheckConstraint("items >= 0", name="items_not_negative"),
        CheckConstraint("floor <= sequence", name="floor_in_range"),
    )

    platform_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    items: Mapped[int] = mapped_column(default=0)
    checksum: Mapped[bytes] = mapped_column(LargeBinary, default=NOTHING)
    floor: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_at: Mapped[datetime]
    peak: Mapped[int] = mapped_column(default=0)
    peak_before: Mapped[int] = mapped_column(default=0)
    peak_since: Mapped[datetime]
    told_sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    told_at: Mapped[datetime | None]


class CatalogChange(Base):
    """One change of one platform's set; numbers have no gaps.

    `document` is the course as its canonical JSON, None where it left the set, and
    `digest` the document's SHA-256. `items` and `checksum` are of the whole set after
    this change. `superseded_by` is the number of the next change of the same course,
    so that the set at any kept number can still be read.
    """

    __tablename__ = "catalog_changes"
    __table_args__ = (
        CheckConstraint(
            "(document IS NULL) = (digest IS NULL)", name="digest_of_document"
        ),
        CheckConstraint(
            "(superseded_by IS NULL) = (superseded_at IS NULL)", name="superseded_once"
        ),
        Index(
            "uq_catalog_changes_current",
            "course_id",
            "platform_id",
            unique=True,
            postgresql_where=text("superseded_by IS NULL"),
        ),
        Index(
            "ix_catalog_changes_superseded",
            "superseded_at",
            postgresql_where=text("superseded_at IS NOT NULL"),
        ),
        Index(
            "ix_catalog_changes_tombstones",
            "changed_at",
            postgresql_where=text("document IS NULL AND superseded_by IS NULL"),
        ),
    )

    platform_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    course_id: Mapped[UUID]
    document: Mapped[str | None]
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    items: Mapped[int]
    checksum: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]
    superseded_by: Mapped[int | None] = mapped_column(BigInteger)
    superseded_at: Mapped[datetime | None]


class HoldReason(StrEnum):
    """Why removals wait for a person (feature 35)."""

    EMPTIED = "emptied"
    SHRUNK = "shrunk"


class HoldState(StrEnum):
    """`recovered`: the courses came back before anybody decided."""

    OPEN = "open"
    RELEASED = "released"
    REJECTED = "rejected"
    RECOVERED = "recovered"


class CatalogHold(Base):
    """Removals of one platform's feed that wait for a person's word.

    `items_before` is the set that is served on, `removals` how many courses would
    leave it.
    """

    __tablename__ = "catalog_holds"
    __table_args__ = (
        CheckConstraint(one_of("reason", HoldReason), name="reason_known"),
        CheckConstraint(one_of("state", HoldState), name="state_known"),
        CheckConstraint(
            "(state IN ('released', 'rejected')) = (decided_by IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="open_or_over"),
        Index(
            "uq_catalog_holds_open",
            "platform_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default=HoldState.OPEN)
    items_before: Mapped[int]
    removals: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str | None]


class HeldRemoval(Base):
    """A course that a hold keeps in the set."""

    __tablename__ = "catalog_held_removals"
    __table_args__ = (Index("ix_catalog_held_removals_course", "course_id"),)

    hold_id: Mapped[UUID] = mapped_column(
        ForeignKey("catalog_holds.id"), primary_key=True
    )
    course_id: Mapped[UUID] = mapped_column(primary_key=True)


class CatalogReader(Base):
    """When a client of the platform last read the feed, and up to which number.

    Written at most once a minute while the number stays the same.
    """

    __tablename__ = "catalog_readers"

    platform_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    client_id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime]
