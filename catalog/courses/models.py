"""Courses, schedules and offerings."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, one_of
from core.ids import new_id


class Mode(StrEnum):
    """How a course is taught (programme rules, section 5)."""

    SELF_PACED = "self_paced"
    WEBINAR = "webinar"
    OFFLINE = "offline"
    BLENDED = "blended"


class Level(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Access(StrEnum):
    """What makes a course usable for people with a disability."""

    WHEELCHAIR = "wheelchair"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONS = "captions"
    SCREEN_READER = "screen_reader"
    QUIET_ROOM = "quiet_room"


class CourseStatus(StrEnum):
    """design.md, section 5; the states before `published` belong to curation."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    RETIRED = "retired"


class OffSaleReason(StrEnum):
    """Why a course is suspended by itself, not by a sanction of its institution."""

    APPROVAL_ENDED = "approval_ended"


class CancelReason(StrEnum):
    """Why an institution calls a run off."""

    TOO_FEW = "too_few"
    TRAINER = "trainer"
    PLACE = "place"
    TECHNICAL = "technical"
    OTHER = "other"


class LeavingBy(StrEnum):
    """Which side takes a course off a platform."""

    INSTITUTION = "institution"
    PLATFORM = "platform"


class Category(Base):
    """A heading of the catalogue. `price_cap` is the most that a course in it may cost,
    whole rupiah; None for no bound."""

    __tablename__ = "course_categories"
    __table_args__ = (CheckConstraint("price_cap >= 0", name="price_cap_not_negative"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    title_id: Mapped[str]
    title_en: Mapped[str | None]
    price_cap: Mapped[Amount | None]


def _tags() -> Any:
    """Short codes, none at first."""
    return mapped_column(ARRAY(Text()), default=list, server_default=text("'{}'"))


class Course(Base):
    """A course of an institution. `source_ref` finds it again in the next import.

    `revision` is the number of what it says to everybody (catalog/authoring), None for
    one that was never on sale. `off_sale_reason` says why
    one is suspended, where that is known. `language` is the first
    that is spoken, `more_languages` are the others. `occupation_groups` holds each
    ISCO-08 unit group with the groups above it: 7512 with 751, 75 and 7. `named_words`
    are the titles of its skills, occupations and units (catalog/taxonomies); `trainers`
    the ids of those who teach it (catalog/trainers).
    """

    __tablename__ = "courses"
    __table_args__ = (
        CheckConstraint(one_of("mode", Mode), name="mode_known"),
        CheckConstraint(one_of("status", CourseStatus), name="status_known"),
        CheckConstraint(one_of("level", Level), name="level_known"),
        CheckConstraint("sessions BETWEEN 1 AND 10", name="sessions_in_range"),
        CheckConstraint(
            one_of("off_sale_reason", OffSaleReason), name="off_sale_reason_known"
        ),
        UniqueConstraint("provider_id", "source_ref"),
        Index("ix_courses_search", "search", postgresql_using="gin"),
        Index(
            "ix_courses_titled",
            literal_column("ts_filter(search, '{a}'::\"char\"[])"),
            postgresql_using="gin",
            postgresql_where=text("status = 'published'"),
        ),
        Index(
            "ix_courses_drawn",
            "search",
            literal_column("drawn_at(id)"),
            postgresql_using="gin",
            postgresql_where=text("status = 'published'"),
        ),
        Index(
            "ix_courses_title_trigrams",
            "title",
            postgresql_using="gin",
            postgresql_ops={"title": "gin_trgm_ops"},
        ),
        Index(
            "ix_courses_words_trigrams",
            literal_column("((title || ' '::text) || summary)").label("words"),
            postgresql_using="gin",
            postgresql_ops={"words": "gin_trgm_ops"},
        ),
        Index("ix_courses_title", "title", "id"),
        Index("ix_courses_category", "category", "title", "id"),
        Index("ix_courses_skills", "skills", postgresql_using="gin"),
        Index(
            "ix_courses_occupation_groups", "occupation_groups", postgresql_using="gin"
        ),
        Index(
            "ix_courses_spoken",
            literal_column("array_prepend(language, more_languages)"),
            postgresql_using="gin",
        ),
        Index("ix_courses_trainers", "trainers", postgresql_using="gin"),
        Index("ix_courses_newest", "created_at", "id"),
        Index("ix_courses_list_price", "list_price", "id"),
        Index("ix_courses_lower_title", func.lower(literal_column("title"))),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # Found by (provider_id, source_ref); another index would be taken for that one.
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    category_title: Mapped[str]
    mode: Mapped[str]
    language: Mapped[str] = mapped_column(default="id")
    more_languages: Mapped[list[str]] = _tags()
    level: Mapped[str | None]
    evening: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    childcare: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    access: Mapped[list[str]] = _tags()
    skills: Mapped[list[str]] = _tags()
    occupation_groups: Mapped[list[str]] = _tags()
    competence_units: Mapped[list[str]] = _tags()
    trainers: Mapped[list[str]] = _tags()
    named_words: Mapped[str] = mapped_column(default="", server_default=text("''"))
    title_en: Mapped[str] = mapped_column(default="", server_default=text("''"))
    summary_en: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sessions: Mapped[int] = mapped_column(default=1)
    pass_mark: Mapped[int | None]
    list_price: Mapped[Amount]
    discount_bps: Mapped[int | None]
    revision: Mapped[int | None]
    source_url: Mapped[str | None]
    source_ref: Mapped[str]
    status: Mapped[str] = mapped_column(default=CourseStatus.DRAFT)
    off_sale_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "course_document("
            "title, category_title, summary, title_en, summary_en, named_words)",
            persisted=True,
        ),
        deferred=True,
    )

    @property
    def approval_ended(self) -> bool:
        """Whether it is off sale because nobody renewed its approval."""
        return (
            self.status == CourseStatus.SUSPENDED
            and self.off_sale_reason == OffSaleReason.APPROVAL_ENDED
        )


# By which courses that say nearly the same are found: as ix_courses_words_trigrams.
WORDS: ColumnElement[str] = literal_column("(courses.title || ' ' || courses.summary)")


class Schedule(Base):
    """One run of a course. Instants; seats are whole people.

    `is_generated` marks runs that the seed made up, as the published list has none.
    `version` counts its changes (ETag), `terms_version` those of its times or place:
    a seat is sold on the terms that the buyer was shown. `zone` is where its times are
    meant; a run of a list has none, and neither place nor link. `reference` is the
    institution's own number of it.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        CheckConstraint("seats_taken BETWEEN 0 AND capacity", name="seats_in_range"),
        CheckConstraint("starts_at < ends_at", name="starts_before_end"),
        CheckConstraint(
            one_of("cancel_reason", CancelReason), name="cancel_reason_known"
        ),
        Index("ix_schedules_course", "course_id", "starts_at"),
        Index(
            "uq_schedules_reference",
            "course_id",
            "reference",
            unique=True,
            postgresql_where=text("reference IS NOT NULL"),
        ),
        Index("ix_schedules_ends_at", "ends_at"),
        Index(
            "ix_schedules_next",
            "starts_at",
            "course_id",
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index(
            "ix_schedules_district",
            "district_code",
            "starts_at",
            postgresql_ops={"district_code": "text_pattern_ops"},
            postgresql_where=text("district_code IS NOT NULL"),
        ),
        Index(
            "ix_schedules_placed",
            "course_id",
            "starts_at",
            postgresql_where=text("cancelled_at IS NULL AND district_code IS NOT NULL"),
        ),
        Index("ix_schedules_evening", "course_id", postgresql_where=text("evening")),
        Index(
            "ix_schedules_access",
            "access",
            postgresql_using="gin",
            postgresql_where=text("access IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    code: Mapped[str] = mapped_column(unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    enrolment_closes_at: Mapped[datetime]
    capacity: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    is_generated: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    terms_version: Mapped[int] = mapped_column(default=1, server_default="1")
    zone: Mapped[str | None]
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    place: Mapped[str | None]
    link: Mapped[str | None]
    enrolment_opens_at: Mapped[datetime | None]
    evening: Mapped[bool | None]
    access: Mapped[list[str] | None]
    changed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    cancel_explanation: Mapped[str | None]
    reference: Mapped[str | None]


class Offering(Base):
    """A course on a platform. `commission_bps` is the platform's share of the price in
    basis points, at most the scheme's bound (1,500 in the programme). `leaves_at` is
    the end of a notice that one side gave."""

    __tablename__ = "offerings"
    __table_args__ = (
        UniqueConstraint("course_id", "platform_id"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(
            "commission_bps BETWEEN 0 AND 10000", name="commission_in_range"
        ),
        CheckConstraint(one_of("leaving_by", LeavingBy), name="leaving_by_known"),
        Index("ix_offerings_platform", "platform_id", "id"),
        Index(
            "ix_offerings_price",
            "price",
            "course_id",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(
            "ix_offerings_leaving",
            "leaves_at",
            postgresql_where=text("leaves_at IS NOT NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    price: Mapped[Amount]
    commission_bps: Mapped[int]
    listed_at: Mapped[datetime]
    leaves_at: Mapped[datetime | None]
    leaving_by: Mapped[str | None]
    leaving_reason: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
