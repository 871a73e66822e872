"""Ties of organisations, the groups that follow from them, and what is said of both."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class TieKind(StrEnum):
    """What an organisation is tied to. A parent is a company or an organisation that
    controls it, whatever its share."""

    OWNER = "owner"
    OFFICER = "officer"
    PARENT = "parent"
    BANK_ACCOUNT = "bank_account"
    DOMAIN = "domain"
    TRAINER = "trainer"
    ASSESSOR = "assessor"


class Source(StrEnum):
    """Who said so: the organisation, its application, or the operator."""

    DECLARED = "declared"
    APPLICATION = "application"
    OPERATOR = "operator"


class TieState(StrEnum):
    LIVE = "live"
    ENDED = "ended"


class OrganisationTie(Base):
    """One tie. Names, numbers and birth dates are sealed, and found by `TieKey`.

    `label` may be shown to anyone: the domain itself, the bank, an officer's position.
    `share_bps` is an owner's share in basis points. `binds` says whether it makes one
    group, by the rule of the day on which it was written down. `origin` is the entry
    of an application that it was taken from.
    """

    __tablename__ = "organisation_ties"
    __table_args__ = (
        CheckConstraint(one_of("kind", TieKind), name="kind_known"),
        CheckConstraint(one_of("source", Source), name="source_known"),
        CheckConstraint(one_of("state", TieState), name="state_known"),
        CheckConstraint("share_bps BETWEEN 0 AND 10000", name="share_in_range"),
        CheckConstraint(
            "other_organisation_id <> organisation_id", name="other_is_another"
        ),
        CheckConstraint(
            "source <> 'operator' OR note IS NOT NULL", name="operator_has_a_source"
        ),
        Index(
            "ix_organisation_ties_live",
            "organisation_id",
            "id",
            postgresql_where=text("state = 'live'"),
        ),
        Index(
            "ix_organisation_ties_other",
            "other_organisation_id",
            postgresql_where=text("state = 'live' AND binds"),
        ),
        Index(
            "uq_organisation_ties_origin",
            "origin",
            unique=True,
            postgresql_where=text("state = 'live'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str]
    is_person: Mapped[bool]
    name_sealed: Mapped[bytes | None] = mapped_column(info={"sealed": "tie_name"})
    number_sealed: Mapped[bytes | None] = mapped_column(info={"sealed": "tie_number"})
    birth_date_sealed: Mapped[bytes | None] = mapped_column(
        info={"sealed": "tie_birth_date"}
    )
    label: Mapped[str | None]
    other_organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisations.id")
    )
    share_bps: Mapped[int | None]
    binds: Mapped[bool]
    source: Mapped[str]
    note: Mapped[str | None]
    origin: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=TieState.LIVE)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class TieKey(Base):
    """By what a live tie is recognised in another organisation's: blind indexes of an
    identity number, of name and birth date, of an account; a company's or a domain's
    name. Two ties with one key are the same thing."""

    __tablename__ = "organisation_tie_keys"
    __table_args__ = (
        Index("ix_organisation_tie_keys_key", "key"),
        Index("ix_organisation_tie_keys_organisation", "organisation_id"),
    )

    tie_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation_ties.id"), primary_key=True
    )
    key: Mapped[bytes] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    binds: Mapped[bool]


class GroupMember(Base):
    """An organisation that shares a binding tie with another.

    The connected components of the register, kept so that a purchase asks two rows. An
    organisation without a row is alone.
    """

    __tablename__ = "conflict_groups"
    __table_args__ = (Index("ix_conflict_groups_group", "group_id"),)

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    group_id: Mapped[UUID]


class Purpose(StrEnum):
    """What a tie keeps organisations and people from."""

    SALE = "sale"
    ASSESSMENT = "assessment"
    DECISION = "decision"


class WaiverState(StrEnum):
    PROPOSED = "proposed"
    DECLINED = "declined"
    IN_FORCE = "in_force"
    ENDED = "ended"
    EXPIRED = "expired"


class Waiver(Base):
    """An exception, decided by two people, with a reason and an end.

    For a sale or an assessment it is about two organisations (the smaller id first),
    for a decision about a member of the operator's staff and an organisation.
    """

    __tablename__ = "conflict_waivers"
    __table_args__ = (
        CheckConstraint(one_of("purpose", Purpose), name="purpose_known"),
        CheckConstraint(one_of("state", WaiverState), name="state_known"),
        CheckConstraint(
            "(purpose = 'decision') = (account_id IS NOT NULL)"
            " AND (purpose = 'decision') = (other_organisation_id IS NULL)",
            name="about_two",
        ),
        CheckConstraint(
            "organisation_id < other_organisation_id", name="pair_in_order"
        ),
        CheckConstraint(
            "state NOT IN ('in_force', 'ended', 'expired') OR"
            " (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name="four_eyes",
        ),
        Index(
            "ix_conflict_waivers_in_force",
            "organisation_id",
            "other_organisation_id",
            postgresql_where=text("state = 'in_force'"),
        ),
        Index("ix_conflict_waivers_state", "state", "id"),
        Index(
            "ix_conflict_waivers_ending",
            "ends_at",
            postgresql_where=text("state = 'in_force'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    other_organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisations.id")
    )
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default=WaiverState.PROPOSED)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class DisputeOutcome(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class TieDispute(Base):
    """An organisation says that a tie is wrong, or is over. It acts until the operator
    has answered."""

    __tablename__ = "tie_disputes"
    __table_args__ = (
        CheckConstraint(
            f"outcome IS NULL OR {one_of('outcome', DisputeOutcome)}",
            name="outcome_known",
        ),
        CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)"
            " AND (outcome IS NULL) = (answer IS NULL)",
            name="answer_is_whole",
        ),
        Index(
            "uq_tie_disputes_open",
            "tie_id",
            unique=True,
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index(
            "ix_tie_disputes_unanswered",
            "filed_at",
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    tie_id: Mapped[UUID] = mapped_column(ForeignKey("organisation_ties.id"), index=True)
    text: Mapped[str]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    filed_at: Mapped[datetime]
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None]


class TieDeclaration(Base):
    """An owner declares that the ties are complete; the next one is due on `due_on`, a
    day in the programme's zone. `reminded_at`: it was told that it is due."""

    __tablename__ = "tie_declarations"
    __table_args__ = (
        Index("ix_tie_declarations_latest", "organisation_id", "declared_at"),
        Index(
            "ix_tie_declarations_due",
            "due_on",
            postgresql_where=text("reminded_at IS NULL AND replaced_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    declared_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    declared_at: Mapped[datetime]
    due_on: Mapped[date]
    ties: Mapped[int]
    reminded_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class StaffInterest(Base):
    """A member of the operator's staff says that she has an interest in a partner."""

    __tablename__ = "staff_interests"
    __table_args__ = (
        Index(
            "uq_staff_interests_live",
            "account_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    note: Mapped[str]
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffKey(Base):
    """By what a member of the operator's staff is recognised among the people of
    partners: the same blind indexes as those of ties."""

    __tablename__ = "staff_keys"
    __table_args__ = (Index("ix_staff_keys_key", "key"),)

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True
    )
    key: Mapped[bytes] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]


class ReviewRole(StrEnum):
    """Assessors judge before a thing is admitted, monitors look at what runs; never the
    same organisation for one subject (programme rules, section 10)."""

    ASSESSOR = "assessor"
    MONITOR = "monitor"


class ReviewTask(StrEnum):
    ONSITE_VERIFICATION = "onsite_verification"
    DOCUMENT_REVIEW = "document_review"
    CLASS_MONITORING = "class_monitoring"


class ReviewAssignment(Base):
    """An assessor or monitor is asked to look at a partner."""

    __tablename__ = "review_assignments"
    __table_args__ = (
        CheckConstraint(one_of("role", ReviewRole), name="role_known"),
        CheckConstraint(one_of("task", ReviewTask), name="task_known"),
        CheckConstraint("reviewer_id <> subject_id", name="nobody_reviews_itself"),
        Index(
            "uq_review_assignments_live",
            "subject_id",
            "reviewer_id",
            "task",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_review_assignments_reviewer", "reviewer_id", "id"),
        Index("ix_review_assignments_subject", "subject_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str]
    task: Mapped[str]
    assigned_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    assigned_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
