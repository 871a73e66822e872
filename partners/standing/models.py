"""Sanctions, what is proposed to change about them, and the replies to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id
from partners.organisations.models import Kind
from partners.standing.errors import SanctionMoveIllegal


class Severity(StrEnum):
    """The rungs of the ladder, the mildest first."""

    WARNING = "warning"
    NO_NEW_STARTS = "no_new_starts"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


class Scope(StrEnum):
    """What of an organisation a sanction is about."""

    ORGANISATION = "organisation"
    KIND = "kind"
    SALES = "sales"
    PAYOUTS = "payouts"
    CLIENT = "client"
    COURSES = "courses"


class Stop(StrEnum):
    """What a sanction stops: calls of its programs, new links, sales, payouts to it,
    and teaching (its running learners are listed for transfer)."""

    CALLS = "calls"
    LINKS = "links"
    SALES = "sales"
    PAYOUTS = "payouts"
    TEACHING = "teaching"


class State(StrEnum):
    """Where a sanction is on its way; TRANSITIONS has the moves."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    LIFTED = "lifted"
    ENDED = "ended"
    LAPSED = "lapsed"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.ANNOUNCED, State.IN_FORCE, State.DECLINED}),
    State.ANNOUNCED: frozenset({State.IN_FORCE, State.LIFTED}),
    # Lapsed: an emergency stop that no second person confirmed in time.
    State.IN_FORCE: frozenset({State.LIFTED, State.ENDED, State.LAPSED}),
    State.DECLINED: frozenset(),
    State.LIFTED: frozenset(),
    State.ENDED: frozenset(),
    State.LAPSED: frozenset(),
}

# What the organisation sees; a proposal is the operator's own affair.
TOLD = (State.ANNOUNCED, State.IN_FORCE, State.LIFTED, State.ENDED, State.LAPSED)
OPEN_STATES = (State.PROPOSED, State.ANNOUNCED, State.IN_FORCE)


class ChangeAct(StrEnum):
    LIFT = "lift"
    SHORTEN = "shorten"


class ChangeState(StrEnum):
    OPEN = "open"
    MADE = "made"
    DECLINED = "declined"


class Outcome(StrEnum):
    """What the operator answers to a reply."""

    UPHELD = "upheld"
    LIFT = "lift"
    SHORTEN = "shorten"


_STOPS = ", ".join(f"'{stop}'" for stop in Stop)
_FOUR_EYES = (
    "proposed_by IS NOT NULL AND confirmed_by IS NOT NULL"
    " AND proposed_by <> confirmed_by"
)


class Sanction(Base):
    """One sanction of one organisation.

    `stops` and `ladder_version` pin what it does by the rule of the day on which it was
    decided. `ends_at` and `reply_due_at` are the last second of a day in the
    programme's zone. `lapses_at` marks an emergency stop that only one person (or a
    program of the operator: `proposed_by` is None then) has decided so far.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        CheckConstraint(one_of("severity", Severity), name="severity_known"),
        CheckConstraint(one_of("scope", Scope), name="scope_known"),
        CheckConstraint(one_of("state", State), name="state_known"),
        CheckConstraint(f"stops <@ ARRAY[{_STOPS}]::text[]", name="stops_known"),
        CheckConstraint(f"kind IS NULL OR {one_of('kind', Kind)}", name="kind_known"),
        CheckConstraint(
            "(scope = 'kind') = (kind IS NOT NULL)"
            " AND (scope = 'client') = (client_id IS NOT NULL)"
            " AND (scope = 'courses') = (cardinality(course_ids) > 0)",
            name="scope_is_whole",
        ),
        CheckConstraint(
            "severity = 'warning' OR state IN ('proposed', 'declined', 'lapsed')"
            f" OR lapses_at IS NOT NULL OR ({_FOUR_EYES})",
            name="four_eyes",
        ),
        CheckConstraint(
            "ends_at IS NOT NULL OR severity = 'terminated'", name="has_an_end"
        ),
        Index(
            "ix_sanctions_in_force",
            "organisation_id",
            postgresql_where=text("state = 'in_force'"),
        ),
        Index("ix_sanctions_organisation", "organisation_id", "id"),
        Index("ix_sanctions_state", "state", "id"),
        Index(
            "ix_sanctions_starting",
            "starts_at",
            postgresql_where=text("state = 'announced'"),
        ),
        Index(
            "ix_sanctions_ending",
            "ends_at",
            postgresql_where=text("state = 'in_force'"),
        ),
        Index(
            "ix_sanctions_lapsing",
            "lapses_at",
            postgresql_where=text("state = 'in_force' AND lapses_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    severity: Mapped[str]
    scope: Mapped[str]
    kind: Mapped[str | None]
    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("oauth_clients.id"))
    course_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    stops: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    ladder_version: Mapped[int]
    reason_code: Mapped[str]
    reason: Mapped[str]
    legal_ground: Mapped[str]
    evidence: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    state: Mapped[str] = mapped_column(default=State.PROPOSED)
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    lapses_at: Mapped[datetime | None]
    reply_due_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def move_to(self, wanted: State) -> None:
        """Change the state as TRANSITIONS allows, or raise SanctionMoveIllegal."""
        if wanted not in TRANSITIONS[State(self.state)]:
            raise SanctionMoveIllegal(state=str(self.state), wanted=str(wanted))
        self.state = wanted

    @property
    def is_emergency(self) -> bool:
        """Whether it stands on one decision so far."""
        return self.lapses_at is not None

    @property
    def is_whole(self) -> bool:
        """Whether it is about the organisation as a whole."""
        return self.scope == Scope.ORGANISATION


class SanctionChange(Base):
    """A wish to lift or shorten a sanction; made when a second person agrees.

    `alone`: one person is enough, for a warning and for an emergency stop that nobody
    has confirmed.
    """

    __tablename__ = "sanction_changes"
    __table_args__ = (
        CheckConstraint(one_of("act", ChangeAct), name="act_known"),
        CheckConstraint(one_of("state", ChangeState), name="state_known"),
        CheckConstraint(
            "(act = 'shorten') = (ends_at IS NOT NULL)", name="shorten_has_an_end"
        ),
        CheckConstraint(
            "state <> 'made' OR alone OR (decided_by IS NOT NULL"
            " AND proposed_by IS NOT NULL AND decided_by <> proposed_by)",
            name="four_eyes",
        ),
        Index(
            "uq_sanction_changes_open",
            "sanction_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_sanction_changes_sanction", "sanction_id", "proposed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanctions.id"))
    act: Mapped[str]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str]
    alone: Mapped[bool]
    state: Mapped[str] = mapped_column(default=ChangeState.OPEN)
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


class SanctionReply(Base):
    """What the organisation says to a sanction, once, and what the operator answers."""

    __tablename__ = "sanction_replies"
    __table_args__ = (
        CheckConstraint(
            f"outcome IS NULL OR {one_of('outcome', Outcome)}", name="outcome_known"
        ),
        CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)"
            " AND (outcome IS NULL) = (answer IS NULL)",
            name="answer_is_whole",
        ),
        Index(
            "ix_sanction_replies_unanswered",
            "filed_at",
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanctions.id"), unique=True)
    text: Mapped[str]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    filed_at: Mapped[datetime]
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None]
