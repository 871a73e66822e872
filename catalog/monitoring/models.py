"""Plans with what they were drawn from, visits with who was asked, and findings."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from catalog.monitoring.errors import FindingClosed, VisitClosed
from core.database import Base, Json, one_of
from core.files.keeping import KeptFile
from core.ids import new_id


class Kind(StrEnum):
    """A session at which people meet, or a course that each takes alone."""

    LIVE = "live"
    SELF_PACED = "self_paced"


class Why(StrEnum):
    """Why something is visited: its points of risk, or the draw."""

    RISK = "risk"
    DRAW = "draw"


class Part(StrEnum):
    """The sample of a period, or one of what came too late for it."""

    MAIN = "main"
    LATE = "late"


class VisitState(StrEnum):
    """`waiting`: nobody could be asked yet. `missed`: it was not reported in time."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    REPORTED = "reported"
    MISSED = "missed"
    CANCELLED = "cancelled"


OPEN_VISITS = (VisitState.WAITING, VisitState.ASSIGNED, VisitState.ACCEPTED)
VISIT_MOVES: dict[VisitState, frozenset[VisitState]] = {
    VisitState.WAITING: frozenset(
        {VisitState.ASSIGNED, VisitState.MISSED, VisitState.CANCELLED}
    ),
    VisitState.ASSIGNED: frozenset(
        {
            *(VisitState.ACCEPTED, VisitState.WAITING, VisitState.MISSED),
            VisitState.CANCELLED,
        }
    ),
    VisitState.ACCEPTED: frozenset(
        {
            *(VisitState.REPORTED, VisitState.WAITING, VisitState.MISSED),
            VisitState.CANCELLED,
        }
    ),
    VisitState.REPORTED: frozenset(),
    VisitState.MISSED: frozenset(),
    VisitState.CANCELLED: frozenset(),
}


class AskedState(StrEnum):
    """What became of asking a monitor; `expired`: it neither accepted nor declined."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Severity(StrEnum):
    MINOR = "minor"
    MAJOR = "major"
    SEVERE = "severe"


class FindingState(StrEnum):
    """Open until the institution answered or its time is over; then decided."""

    OPEN = "open"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UPHELD = "upheld"
    MENDED = "mended"
    DISMISSED = "dismissed"


class Outcome(StrEnum):
    """What the programme decides about a finding."""

    UPHELD = "upheld"
    MENDED = "mended"
    DISMISSED = "dismissed"


class Plan(Base):
    """The sample of one period: `first_on` up to `ends_on`, which is not in it. A late
    one of a period begins on the day on which it is drawn, and ends with it.

    `commitment` is the SHA-256 of the seed in hexadecimal, published when the seed was
    made; the seed is sealed, and shown once the sample is drawn. `live` and
    `self_paced` are the sizes of the frames.
    """

    __tablename__ = "monitoring_plans"
    __table_args__ = (
        CheckConstraint("first_on < ends_on", name="first_before_end"),
        CheckConstraint(one_of("part", Part), name="part_known"),
        CheckConstraint(
            "(drawn_at IS NULL) = (live IS NULL)"
            " AND (drawn_at IS NULL) = (self_paced IS NULL)",
            name="drawn_with_frames",
        ),
        UniqueConstraint("part", "first_on"),
        Index(
            "ix_monitoring_plans_waiting",
            "first_on",
            "id",
            postgresql_where=text("drawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    part: Mapped[str] = mapped_column(default=Part.MAIN, server_default=text("'main'"))
    first_on: Mapped[date]
    ends_on: Mapped[date]
    version: Mapped[int]
    commitment: Mapped[str]
    seed_sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"sealed": "monitoring_seed"}
    )
    committed_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    live: Mapped[int | None]
    self_paced: Mapped[int | None]


class FrameItem(Base):
    """One thing that could be chosen, with its points of risk. `item` names it; its
    `ticket` is the SHA-256 of `seed:item`, and small ones come first."""

    __tablename__ = "monitoring_frame"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        Index("ix_monitoring_frame_course", "plan_id", "course_id"),
        Index("ix_monitoring_frame_ticket", "plan_id", "kind", "ticket"),
    )

    plan_id: Mapped[UUID] = mapped_column(
        ForeignKey("monitoring_plans.id"), primary_key=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    course_id: Mapped[UUID]
    provider_id: Mapped[UUID]
    schedule_id: Mapped[UUID | None]
    sequence: Mapped[int | None]
    points: Mapped[int] = mapped_column(default=0)
    ticket: Mapped[bytes] = mapped_column(LargeBinary)


class Visit(Base):
    """Something that was chosen, and what became of it.

    `factors` are the points of risk by sign, `frame_size` is of how many it was chosen.
    `starts_at` and `ends_at` are the session's, or the period's for a self-paced
    course. `answers` are by check `{"answer": "no", "note": "…"}`.
    """

    __tablename__ = "monitoring_visits"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        CheckConstraint(one_of("why", Why), name="why_known"),
        CheckConstraint(one_of("state", VisitState), name="state_known"),
        CheckConstraint(
            "(kind = 'live') = (schedule_id IS NOT NULL)", name="live_has_a_run"
        ),
        CheckConstraint(
            "(state = 'reported') = (answers IS NOT NULL)"
            " AND (answers IS NULL) = (account_id IS NULL)",
            name="reported_by_somebody",
        ),
        CheckConstraint(
            "(state IN ('reported', 'missed', 'cancelled')) = (closed_at IS NOT NULL)",
            name="closed_sometime",
        ),
        UniqueConstraint("plan_id", "item"),
        Index("ix_monitoring_visits_monitor", "monitor_id", "state", "starts_at"),
        Index("ix_monitoring_visits_provider", "provider_id", "monitor_id"),
        Index(
            "ix_monitoring_visits_due",
            "due_at",
            postgresql_where=text("state IN ('waiting', 'assigned', 'accepted')"),
        ),
        Index(
            "ix_monitoring_visits_schedule",
            "schedule_id",
            postgresql_where=text("schedule_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("monitoring_plans.id"))
    item: Mapped[str]
    kind: Mapped[str]
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    schedule_id: Mapped[UUID | None] = mapped_column(ForeignKey("schedules.id"))
    sequence: Mapped[int | None]
    why: Mapped[str]
    points: Mapped[int]
    factors: Mapped[Json]
    frame_size: Mapped[int]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(default=VisitState.WAITING)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # Until when the next step is wanted: to be asked or to accept, then to report.
    due_at: Mapped[datetime]
    monitor_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    answers: Mapped[Json | None]
    remarks: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    cause: Mapped[str | None]

    def move_to(self, wanted: VisitState) -> None:
        """Change the state as VISIT_MOVES allows, or raise VisitClosed."""
        if wanted not in VISIT_MOVES[VisitState(self.state)]:
            raise VisitClosed(state=self.state)
        self.state = wanted

    def close(
        self, state: VisitState, *, at: datetime, cause: str | None = None
    ) -> None:
        """End it; raises VisitClosed for one that is over."""
        self.move_to(state)
        self.closed_at, self.cause = at, cause


class VisitDraft(Base):
    """What somebody has filled in of her report, until it is sent: `fields` are those
    of the page by name. `version` counts the changes (ETag). Nobody else reads it."""

    __tablename__ = "monitoring_drafts"

    visit_id: Mapped[UUID] = mapped_column(
        ForeignKey("monitoring_visits.id"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    fields: Mapped[Json]
    saved_at: Mapped[datetime]


class Asking(Base):
    """A monitor was drawn for a visit, so that anybody can draw it again.

    `candidates` are ids of organisations, `excluded` those that could not be drawn,
    each with the reason. `organisation_id` follows from seed and candidates alone.
    """

    __tablename__ = "monitoring_askings"
    __table_args__ = (
        CheckConstraint(one_of("state", AskedState), name="state_known"),
        UniqueConstraint("visit_id", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("monitoring_visits.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    seed: Mapped[str]
    candidates: Mapped[list[str]]
    excluded: Mapped[list[Json]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(default=AskedState.OPEN)
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    cause: Mapped[str | None]


class Finding(Base):
    """Something that was not as it should be, and what became of it.

    `links` are addresses with the SHA-256 of what they showed. `points` are what it
    weighs, from `final_at` on, when nobody can appeal any more. `effect` is what
    followed, if anything did.
    """

    __tablename__ = "course_findings"
    __table_args__ = (
        CheckConstraint(one_of("severity", Severity), name="severity_known"),
        CheckConstraint(one_of("state", FindingState), name="state_known"),
        CheckConstraint(
            "(state IN ('upheld', 'mended', 'dismissed')) = (decided_at IS NOT NULL)",
            name="decided_sometime",
        ),
        CheckConstraint(
            "appeal_decided_by IS NULL OR appeal_decided_by <> decided_by",
            name="appeal_by_another",
        ),
        CheckConstraint(
            "final_at IS NULL OR state IN ('upheld', 'mended', 'dismissed')",
            name="final_when_decided",
        ),
        UniqueConstraint("visit_id", "check_code"),
        Index("ix_course_findings_provider", "provider_id", "id"),
        Index("ix_course_findings_state", "state", "id"),
        Index(
            "ix_course_findings_final",
            "provider_id",
            "final_at",
            postgresql_where=text("points > 0"),
        ),
        Index(
            "ix_course_findings_answer",
            "answer_until",
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_course_findings_appeal",
            "appeal_until",
            postgresql_where=text(
                "final_at IS NULL AND decided_at IS NOT NULL AND appealed_at IS NULL"
            ),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("monitoring_visits.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("courses.id"))
    check_code: Mapped[str]
    severity: Mapped[str]
    words: Mapped[str]
    links: Mapped[list[Json]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(default=FindingState.OPEN)
    found_at: Mapped[datetime]
    answer_until: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    is_mended: Mapped[bool | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    appeal_until: Mapped[datetime | None]
    appeal: Mapped[str | None]
    appealed_at: Mapped[datetime | None]
    appeal_decision: Mapped[str | None]
    appeal_decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    appeal_decided_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    points: Mapped[int] = mapped_column(default=0)
    effect: Mapped[str | None]
    sanction_id: Mapped[UUID | None] = mapped_column(ForeignKey("sanctions.id"))

    def refuse_unless(self, *states: FindingState) -> None:
        """Raises FindingClosed where it is in none of these states."""
        if self.state not in states:
            raise FindingClosed(state=self.state)

    @property
    def is_appealed(self) -> bool:
        """Whether an appeal waits for somebody's decision."""
        return self.appealed_at is not None and self.appeal_decided_at is None


class MonitoringFile(KeptFile, Base):
    """Evidence of a visit, for one of its checks; or, with `finding_id`, what the
    institution shows in its answer."""

    __tablename__ = "monitoring_files"
    __table_args__ = (
        Index("ix_monitoring_files_visit", "visit_id"),
        Index("ix_monitoring_files_finding", "finding_id"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("monitoring_visits.id"))
    finding_id: Mapped[UUID | None] = mapped_column(ForeignKey("course_findings.id"))
    check_code: Mapped[str]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
