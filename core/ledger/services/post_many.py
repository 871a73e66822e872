"""Writing many journal entries in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.bulk import insert_columns
from core.ids import new_id
from core.ledger.accounts import Account
from core.ledger.models import JournalEntry, LedgerAccount, Posting


@dataclass(frozen=True)
class Transfer:
    """An entry of two legs: a positive `amount` leaves `debit` for `credit`."""

    debit: Account
    credit: Account
    amount: int
    reference: str


def post_transfers(
    session: Session,
    transfers: Sequence[Transfer],
    *,
    description: str,
    at: datetime,
) -> list[UUID]:
    """Book many business facts of one kind, each as an entry of its own; their ids.

    The accounts exist (`open_new_accounts`), and the caller holds the locks under which
    a guarded account was found to hold the amount: the database refuses the whole when
    one would fall below zero, or when a reference is known.
    """
    if not transfers:
        return []
    if any(transfer.amount <= 0 for transfer in transfers):
        raise ValueError("A transfer moves a positive amount.")
    entry_ids = [new_id() for _ in transfers]
    insert_columns(
        session,
        JournalEntry,
        {
            "id": entry_ids,
            "reference": [transfer.reference for transfer in transfers],
        },
        description=description,
        effective_at=at,
    )
    _insert_legs(session, entry_ids, transfers)
    return entry_ids


def open_new_accounts(
    session: Session, accounts: Sequence[Account], *, at: datetime
) -> None:
    """Open guarded accounts that nobody else can be opening; each starts at zero."""
    if not all(account.guarded for account in accounts):
        raise ValueError("Shared accounts are opened by open_accounts.")
    if not accounts:
        return
    insert_columns(
        session,
        LedgerAccount,
        {
            "id": [account.id for account in accounts],
            "code": [account.code for account in accounts],
            "currency": [account.currency for account in accounts],
            "owner_id": [account.owner_id for account in accounts],
        },
        balance=0,
        opened_at=at,
    )


def _insert_legs(
    session: Session, entry_ids: Sequence[UUID], transfers: Sequence[Transfer]
) -> None:
    legs = [
        (entry_id, account, amount)
        for entry_id, transfer in zip(entry_ids, transfers, strict=True)
        for account, amount in (
            (transfer.debit, transfer.amount),
            (transfer.credit, -transfer.amount),
        )
    ]
    insert_columns(
        session,
        Posting,
        {
            "entry_id": [entry_id for entry_id, _, _ in legs],
            "account_id": [account.id for _, account, _ in legs],
            "currency": [account.currency for _, account, _ in legs],
            "amount": [amount for _, _, amount in legs],
        },
    )
