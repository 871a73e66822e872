"""Accounts, journal entries and postings.

What the database itself enforces stands in the migration `0002_ledger_guards`: entries
and postings never change, postings of an entry sum to zero per currency (checked at
commit), and a guarded account's balance follows its postings and never goes below zero.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base
from core.ids import new_id


class LedgerAccount(Base):
    """A place where money is. See core.ledger.accounts.Account for its fields.

    `balance` is null unless the account is guarded; it is written by the trigger on
    postings and by nothing else.
    """

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        CheckConstraint("balance IS NULL OR balance >= 0", name="balance_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    currency: Mapped[str]
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    balance: Mapped[Amount | None]
    opened_at: Mapped[datetime]


class JournalEntry(Base):
    """One business fact in the books; `reference` names it and is unique.

    `effective_at` is when it counts, which its writer says; `recorded_at` when it was
    written, which the database says, so that nobody can date an entry back (LG-07).
    """

    __tablename__ = "journal_entries"
    __table_args__ = (Index("ix_journal_entries_effective", "effective_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str]
    effective_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    reverses_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("journal_entries.id"), unique=True
    )


class Posting(Base):
    """One leg of an entry; a debit is positive, a credit negative, never zero."""

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        Index("ix_postings_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("journal_entries.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_accounts.id"))
    currency: Mapped[str]
    amount: Mapped[Amount]
