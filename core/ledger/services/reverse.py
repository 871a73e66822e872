"""Correcting the books without changing them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ledger.accounts import Account
from core.ledger.models import LedgerAccount, Posting
from core.ledger.services.post import Line, post_entry


def reverse_entry(
    session: Session,
    *,
    entry_id: UUID,
    reference: str,
    description: str,
    at: datetime,
) -> UUID:
    """Book the opposite of an entry, linked to it; the reversal's id.

    An entry is reversed at most once (unique link). Raises BalanceExceeded when a
    guarded account no longer holds what the entry had credited to it.
    """
    rows = session.execute(
        select(LedgerAccount, Posting.amount)
        .join(Posting, Posting.account_id == LedgerAccount.id)
        .where(Posting.entry_id == entry_id)
        .order_by(Posting.id)
    )
    lines = [Line(_named(account), -amount) for account, amount in rows]
    return post_entry(
        session,
        lines,
        reference=reference,
        description=description,
        at=at,
        reverses=entry_id,
    )


def _named(account: LedgerAccount) -> Account:
    return Account(
        code=account.code,
        currency=account.currency,
        guarded=account.balance is not None,
        owner_id=account.owner_id,
    )
