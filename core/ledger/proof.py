"""Proving the books: over the whole database, while it is in use."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.ledger.models import JournalEntry, LedgerAccount, Posting

SHOWN = 20


@dataclass(frozen=True)
class Proof:
    """What was checked, and every break that was found (at most 20 of a kind)."""

    entries: int
    postings: int
    totals: dict[str, int]
    unbalanced_entries: list[UUID] = field(default_factory=list)
    empty_entries: list[UUID] = field(default_factory=list)
    drifted_accounts: list[str] = field(default_factory=list)
    negative_accounts: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether all totals are zero and each stored balance equals its postings."""
        return not (
            any(self.totals.values())
            or self.unbalanced_entries
            or self.empty_entries
            or self.drifted_accounts
            or self.negative_accounts
        )


def prove(session: Session) -> Proof:
    """Check the whole ledger. Run it in one snapshot (core.unit_of_work.snapshot)."""
    unbalanced = (
        select(Posting.entry_id)
        .group_by(Posting.entry_id, Posting.currency)
        .having(func.sum(Posting.amount) != 0)
        .limit(SHOWN)
    )
    empty = (
        select(JournalEntry.id)
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(Posting.id.is_(None))
        .limit(SHOWN)
    )
    posted = -func.coalesce(func.sum(Posting.amount), 0)
    drifted = (
        select(LedgerAccount.code)
        .outerjoin(Posting, Posting.account_id == LedgerAccount.id)
        .where(LedgerAccount.balance.is_not(None))
        .group_by(LedgerAccount.id)
        .having(posted != LedgerAccount.balance)
        .limit(SHOWN)
    )
    negative = select(LedgerAccount.code).where(LedgerAccount.balance < 0).limit(SHOWN)
    totals = select(Posting.currency, func.sum(Posting.amount)).group_by(
        Posting.currency
    )
    return Proof(
        entries=session.scalar(select(func.count()).select_from(JournalEntry)) or 0,
        postings=session.scalar(select(func.count()).select_from(Posting)) or 0,
        totals={currency: int(total) for currency, total in session.execute(totals)},
        unbalanced_entries=list(session.scalars(unbalanced)),
        empty_entries=list(session.scalars(empty)),
        drifted_accounts=list(session.scalars(drifted)),
        negative_accounts=list(session.scalars(negative)),
    )
