"""Uses of an account, and disputes about them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, one_of
from core.ids import new_id
from partners.activity.errors import DisputeClosedAlready


class UseKind(StrEnum):
    """What was done. `returned`: a program came back after a long silence."""

    LINKED = "linked"
    WIDENED = "widened"
    ALLOWED_ONCE = "allowed_once"
    RETURNED = "returned"
    PURCHASE = "purchase"
    REDEMPTION = "redemption"
    ATTENDANCE = "attendance"


class DisputeState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What the operator found out."""

    MISUSE = "misuse"
    NO_MISUSE = "no_misuse"
    UNCLEAR = "unclear"


class Use(Base):
    """One thing that an organisation did with a participant's account.

    `acting_client` is the public id of the program that acted; none where she did it on
    our own pages. `object_id` is the order or the voucher, `matter` the name of the
    course, `amount` whole rupiah. `told_at` is when a letter about it was written.
    """

    __tablename__ = "account_uses"
    __table_args__ = (
        CheckConstraint(one_of("kind", UseKind), name="kind_known"),
        Index("ix_account_uses_account", "account_id", "id"),
        Index("ix_account_uses_untold", "id", postgresql_where=text("told_at IS NULL")),
        Index("ix_account_uses_occurred", "occurred_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    acting_client: Mapped[str | None]
    kind: Mapped[str]
    object_id: Mapped[UUID | None]
    matter: Mapped[str | None]
    amount: Mapped[Amount | None]
    occurred_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class Dispute(Base):
    """A participant says that a use was not hers; an operator looks into it.

    open -> closed, once. `closed_by` is who acted in which client, `reason` the
    operator's own words, which she is not shown; she is shown the outcome.
    """

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint(one_of("state", DisputeState), name="state_known"),
        CheckConstraint(one_of("outcome", Outcome), name="outcome_known"),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL"
            " AND reason IS NOT NULL AND outcome IS NOT NULL)",
            name="closed_says_why",
        ),
        Index("ix_disputes_state", "state", "id"),
        Index("ix_disputes_account", "account_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    use_id: Mapped[UUID] = mapped_column(ForeignKey("account_uses.id"), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(default=DisputeState.OPEN)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]

    def close(self, *, by: str, outcome: Outcome, reason: str, at: datetime) -> None:
        """End the case. Raises DisputeClosedAlready."""
        if self.state != DisputeState.OPEN:
            raise DisputeClosedAlready(state=self.state)
        self.state = DisputeState.CLOSED
        self.closed_at, self.closed_by = at, by
        self.outcome, self.reason = outcome, reason
