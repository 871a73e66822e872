"""Reviews, what was said about them, and the ratings that follow."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id


class ReviewState(StrEnum):
    """SHOWN to everybody; HELD until somebody looked at its words; HIDDEN by the
    operator."""

    SHOWN = "shown"
    HELD = "held"
    HIDDEN = "hidden"


class ShownAs(StrEnum):
    """How the writer is named; her name itself never is."""

    ANONYMOUS = "anonymous"
    INITIALS = "initials"


class Signal(StrEnum):
    """Why a review may not be what it seems."""

    BURST = "burst"
    SAME_ORIGIN = "same_origin"
    SAME_WORDS = "same_words"
    ONE_INSTITUTION = "one_institution"
    SOON = "soon"
    INSIDER = "insider"


class Part(StrEnum):
    """Whose words a former version is."""

    REVIEW = "review"
    REPLY = "reply"


class Review(Base):
    """One to five stars and a comment, by somebody who finished the course.

    `counts`: its stars are in the course's rating. `waits_since`: somebody of the
    operator is to look. `looked_at`: somebody did, and let it count. `initials` are
    there where she wished to be named so. `words_key` finds identical comments.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_in_range"),
        CheckConstraint(one_of("state", ReviewState), name="state_known"),
        CheckConstraint("NOT counts OR state = 'shown'", name="only_shown_counts"),
        UniqueConstraint("participant_id", "course_id"),
        Index("ix_reviews_course", "course_id", "created_at"),
        Index(
            "ix_reviews_shown_by_stars",
            "course_id",
            "stars",
            "created_at",
            "id",
            postgresql_where=text("state = 'shown'"),
        ),
        Index(
            "ix_reviews_waiting",
            "waits_since",
            "id",
            postgresql_where=text("waits_since IS NOT NULL"),
        ),
        Index(
            "ix_reviews_words_key",
            "words_key",
            postgresql_where=text("words_key IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    stars: Mapped[int]
    comment: Mapped[str]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    initials: Mapped[str | None]
    words_key: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(
        default=ReviewState.SHOWN, server_default=text("'shown'")
    )
    counts: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    waits_since: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]


class ReviewVersion(Base):
    """What a review or its reply said before it was changed."""

    __tablename__ = "review_versions"
    __table_args__ = (CheckConstraint(one_of("part", Part), name="part_known"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    part: Mapped[str]
    stars: Mapped[int | None]
    words: Mapped[str]
    written_at: Mapped[datetime]
    replaced_at: Mapped[datetime]


class ReplyState(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"


class ReviewReply(Base):
    """The institution's one answer to a review. `waits_since`: somebody of the operator
    is to look."""

    __tablename__ = "review_replies"
    __table_args__ = (
        CheckConstraint(one_of("state", ReplyState), name="state_known"),
        Index(
            "ix_review_replies_waiting",
            "waits_since",
            "review_id",
            postgresql_where=text("waits_since IS NOT NULL"),
        ),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    words: Mapped[str]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(
        default=ReplyState.SHOWN, server_default=text("'shown'")
    )
    waits_since: Mapped[datetime | None]


class ReviewSignal(Base):
    """One reason to look at a review, with what was counted. `weight` is that of the
    rules of the day."""

    __tablename__ = "review_signals"
    __table_args__ = (
        CheckConstraint(one_of("signal", Signal), name="signal_known"),
        UniqueConstraint("review_id", "signal"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    signal: Mapped[str]
    weight: Mapped[int]
    facts: Mapped[Json]
    found_at: Mapped[datetime]


class ReviewOrigin(Base):
    """From where a review came, to find what comes together; forgotten after 90 days.
    `network` is a keyed hash of the address."""

    __tablename__ = "review_origins"
    __table_args__ = (
        Index("ix_review_origins_course", "course_id", "given_at"),
        Index("ix_review_origins_given", "given_at"),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    given_at: Mapped[datetime]
    platform_id: Mapped[UUID | None]
    batch_id: Mapped[UUID | None]
    district_code: Mapped[str | None]
    network: Mapped[bytes | None]


class CourseRating(Base):
    """How many counted reviews a course has of each number of stars, and its score in
    thousandths of a star (`rules.bounded_score`), by which lists are sorted."""

    __tablename__ = "course_ratings"
    __table_args__ = (
        CheckConstraint(
            "least(stars_1, stars_2, stars_3, stars_4, stars_5) >= 0",
            name="counts_not_negative",
        ),
        CheckConstraint("score BETWEEN 1000 AND 5000", name="score_in_range"),
        Index("ix_course_ratings_score", "score", "course_id"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    stars_1: Mapped[int] = mapped_column(default=0)
    stars_2: Mapped[int] = mapped_column(default=0)
    stars_3: Mapped[int] = mapped_column(default=0)
    stars_4: Mapped[int] = mapped_column(default=0)
    stars_5: Mapped[int] = mapped_column(default=0)
    score: Mapped[int]

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Reviews with one to five stars."""
        return (self.stars_1, self.stars_2, self.stars_3, self.stars_4, self.stars_5)

    @property
    def reviews(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> int | None:
        """The plain mean in hundredths of a star; None before the first review."""
        if not self.reviews:
            return None
        total = sum(stars * count for stars, count in enumerate(self.counts, 1))
        return (200 * total + self.reviews) // (2 * self.reviews)
