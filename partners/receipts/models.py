"""The table of receipts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id


class ConsentKind(StrEnum):
    """A standing consent, one that adds to it, one that says it again, or consent to
    one act."""

    LINKED = "linked"
    WIDENED = "widened"
    RENEWED = "renewed"
    ONCE = "once"


class ConsentReceipt(Base):
    """A consent as it was given; never changed (trigger `refuse_change`).

    `text` is all that she read in `language`, `text_version` the version of our words.
    `purposes` are pairs of name and sentence, `facts` of label and value, as she read
    them. Names are those of that day. When the consent ended, its grant knows.
    """

    __tablename__ = "consent_receipts"
    __table_args__ = (
        CheckConstraint(one_of("kind", ConsentKind), name="kind_known"),
        Index("ix_consent_receipts_account", "account_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_grants.id"))
    kind: Mapped[str]
    organisation: Mapped[str]
    program: Mapped[str]
    subject: Mapped[str]
    language: Mapped[str]
    text_version: Mapped[str]
    text: Mapped[str]
    purposes: Mapped[list[Any]] = mapped_column(JSONB)
    facts: Mapped[list[Any]] = mapped_column(JSONB)
    detail: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    given_at: Mapped[datetime]
