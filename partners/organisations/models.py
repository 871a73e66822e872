"""The table of organisations and their standing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class Kind(StrEnum):
    """What an organisation does in the programme; it may do several things."""

    TRAINING_INSTITUTION = "training_institution"
    DIGITAL_PLATFORM = "digital_platform"
    PAYMENT_PARTNER = "payment_partner"
    ASSESSOR = "assessor"
    MONITOR = "monitor"
    JOB_PORTAL = "job_portal"
    OPERATOR = "operator"


class Standing(StrEnum):
    """How an organisation as a whole stands; sanctions may be narrower.

    With `active_no_new_starts` it finishes what runs, and nothing new is sold or
    linked (feature 21).
    """

    APPLIED = "applied"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    ACTIVE_NO_NEW_STARTS = "active_no_new_starts"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


# Their programs may call us, and events are told to them.
ACTING = (Standing.APPROVED, Standing.ACTIVE_NO_NEW_STARTS)
# Their pages can be read and nothing be done on them but reply.
STOPPED = (Standing.SUSPENDED, Standing.TERMINATED)

TRANSITIONS: dict[Standing, frozenset[Standing]] = {
    Standing.APPLIED: frozenset({Standing.UNDER_REVIEW}),
    Standing.UNDER_REVIEW: frozenset({Standing.APPROVED, Standing.APPLIED}),
    Standing.APPROVED: frozenset(
        {Standing.ACTIVE_NO_NEW_STARTS, Standing.SUSPENDED, Standing.TERMINATED}
    ),
    Standing.ACTIVE_NO_NEW_STARTS: frozenset(
        {Standing.APPROVED, Standing.SUSPENDED, Standing.TERMINATED}
    ),
    Standing.SUSPENDED: frozenset(
        {Standing.APPROVED, Standing.ACTIVE_NO_NEW_STARTS, Standing.TERMINATED}
    ),
    Standing.TERMINATED: frozenset(),
}


class Organisation(Base):
    """One organisation. `name_key` is the normalised name, by which an import finds it
    again; `code` is its short public handle."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(one_of("standing", Standing), name="standing_known"),
        Index(
            "ix_organisations_not_teaching",
            "id",
            postgresql_where=text(
                "standing <> 'approved' OR NOT ('training_institution' = ANY (kinds))"
            ),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    standing: Mapped[str] = mapped_column(default=Standing.APPLIED)
    standing_reason: Mapped[str | None]
    created_at: Mapped[datetime]
