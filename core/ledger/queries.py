"""Reads of the books."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.ledger.accounts import Account
from core.ledger.models import JournalEntry, LedgerAccount, Posting


def balance_of(session: Session, account: Account) -> int:
    """What the account holds (credits minus debits): stored if guarded, else summed."""
    stored = session.scalar(
        select(LedgerAccount.balance).where(LedgerAccount.id == account.id)
    )
    return stored if stored is not None else sum_of(session, account.id)


def sum_of(
    session: Session,
    account_id: UUID,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> int:
    """Credits minus debits of an account, over what was effective up to `as_of`, as far
    as the books held it at `known_at`: what a statement of that day said, and what is
    known of that day now (LG-07)."""
    query: Select[Any] = select(func.coalesce(-func.sum(Posting.amount), 0)).where(
        Posting.account_id == account_id
    )
    if as_of is not None or known_at is not None:
        query = query.join(JournalEntry, JournalEntry.id == Posting.entry_id)
    if as_of is not None:
        query = query.where(JournalEntry.effective_at <= as_of)
    if known_at is not None:
        query = query.where(JournalEntry.recorded_at <= known_at)
    return int(session.scalar(query) or 0)


def entries_of(account_id: UUID) -> Select[JournalEntry, int]:
    """An account's entries with what each posted to it, newest first."""
    return (
        select(JournalEntry, Posting.amount)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(Posting.account_id == account_id)
        .order_by(Posting.id.desc())
    )
