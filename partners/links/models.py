"""Links and their history."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, one_of
from core.ids import new_id


class Side(StrEnum):
    """Who changes a link."""

    PARTICIPANT = "participant"
    PLATFORM = "platform"


class ChangeKind(StrEnum):
    """What happened to a link. `program_unlinked` ends one of several programs of an
    organisation; `unlinked` is the end of the link."""

    LINKED = "linked"
    WIDENED = "widened"
    ALLOWED_ONCE = "allowed_once"
    ACCOUNT_NAMED = "account_named"
    PROGRAM_UNLINKED = "program_unlinked"
    UNLINKED = "unlinked"


class AccountLink(Base):
    """A participant and an organisation, from the first consent to the last.

    `subject` is the pairwise id by which the organisation knows her. It may name its
    own account of hers, of which the blind index is kept: among links that live, one
    account there is one participant here (decision 18).
    """

    __tablename__ = "account_links"
    __table_args__ = (
        CheckConstraint(one_of("ended_by", Side), name="ended_by_known"),
        Index(
            "uq_account_links_live",
            "account_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_account_links_partner_account",
            "organisation_id",
            "partner_account_index",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_account_links_subject", "organisation_id", "subject"),
        Index("ix_account_links_organisation", "organisation_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    subject: Mapped[str]
    partner_account_index: Mapped[bytes | None]
    linked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    @property
    def names_an_account(self) -> bool:
        """Whether the organisation has said which account of its own this is."""
        return self.partner_account_index is not None


class LinkChange(Base):
    """One line of a link's history; never changed (trigger `refuse_change`).

    `client_id` is the program that it is about. `swapped` tells that, with an account
    that is named, either side was linked with somebody else before.
    """

    __tablename__ = "link_changes"
    __table_args__ = (
        CheckConstraint(one_of("kind", ChangeKind), name="kind_known"),
        CheckConstraint(one_of("side", Side), name="side_known"),
        Index("ix_link_changes_account", "account_id", "id"),
        Index("ix_link_changes_organisation", "organisation_id", "account_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("account_links.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("oauth_clients.id"))
    kind: Mapped[str]
    side: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    swapped: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
