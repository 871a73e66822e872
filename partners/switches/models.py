"""Closures of switches."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id
from core.text import Text


class Switch(StrEnum):
    """What can be closed (docs/rules/switches.md)."""

    PARTICIPANT_SIGN_UP = "participant_sign_up"
    PARTNER_SIGN_UP = "partner_sign_up"
    PROGRAMME = "programme"
    PAYOUTS = "payouts"


IN_FORCE = "opened_at IS NULL"


class Closure(Base):
    """A switch that was closed, until two people opened it again.

    `scheme_code` names the one scheme that is closed, of the switch `programme`; None
    is all of them. The reason is shown to everybody. `opening_proposed_by` wishes to
    open it; somebody else has to agree. `settled_at` is when everything that an opening
    brings about was done, `settled_up_to` how far that is.
    """

    __tablename__ = "switch_closures"
    __table_args__ = (
        CheckConstraint(one_of("switch", Switch), name="switch_known"),
        CheckConstraint(
            "scheme_code IS NULL OR switch = 'programme'", name="scheme_of_programme"
        ),
        CheckConstraint(
            "(opened_at IS NULL) = (opened_by IS NULL)"
            " AND (opening_proposed_at IS NULL) = (opening_proposed_by IS NULL)",
            name="opening_is_whole",
        ),
        CheckConstraint(
            "opened_at IS NULL OR (opening_proposed_by IS NOT NULL"
            " AND opened_by <> opening_proposed_by)",
            name="four_eyes",
        ),
        Index(
            "uq_switch_closures_in_force",
            "switch",
            "scheme_code",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text(IN_FORCE),
        ),
        Index(
            "ix_switch_closures_unsettled",
            "switch",
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    switch: Mapped[str]
    scheme_code: Mapped[str | None]
    reason_en: Mapped[str]
    reason_id: Mapped[str]
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime]
    opening_note: Mapped[str | None]
    opening_proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    opening_proposed_at: Mapped[datetime | None]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[datetime | None]
    settled_up_to: Mapped[UUID | None]
    settled_at: Mapped[datetime | None]

    @property
    def reason(self) -> Text:
        """Why it is closed, as everybody reads it."""
        return Text(self.reason_en, self.reason_id)
