"""Writing journal entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from core.ids import new_id
from core.ledger.accounts import Account
from core.ledger.errors import BalanceExceeded
from core.ledger.models import JournalEntry, LedgerAccount, Posting


@dataclass(frozen=True)
class Line:
    """One leg: a positive amount debits the account, a negative one credits it."""

    account: Account
    amount: int


def post_transfer(
    session: Session,
    *,
    debit: Account,
    credit: Account,
    amount: int,
    reference: str,
    description: str,
    at: datetime,
) -> UUID:
    """Move a positive `amount` out of `credit`'s side into `debit`'s; the entry's id."""
    if amount <= 0:
        raise ValueError("A transfer moves a positive amount.")
    lines = [Line(debit, amount), Line(credit, -amount)]
    return post_entry(
        session, lines, reference=reference, description=description, at=at
    )


def post_entry(
    session: Session,
    lines: Sequence[Line],
    *,
    reference: str,
    description: str,
    at: datetime,
    reverses: UUID | None = None,
) -> UUID:
    """Book one business fact and return its id.

    `at` is when it takes effect. The amounts must sum to zero per currency, which the
    database checks again at commit. Raises BalanceExceeded when a guarded account
    would fall below zero. A second entry with the same reference is refused by the
    database (an IntegrityError: callers check under their lock first).
    """
    if sum(line.amount for line in lines) != 0:
        raise ValueError("The amounts of an entry sum to zero.")
    _guard(session, lines)
    entry_id = new_id()
    opened = _opening([line.account for line in lines], at=at).cte("opened")
    entry = (
        insert(JournalEntry)
        .values(
            id=entry_id,
            reference=reference,
            description=description,
            effective_at=at,
            recorded_at=at,
            reverses_id=reverses,
        )
        .cte("entry")
    )
    legs = [
        {
            "entry_id": entry_id,
            "account_id": line.account.id,
            "currency": line.account.currency,
            "amount": line.amount,
        }
        for line in lines
    ]
    # One statement, so that an entry costs one round trip.
    session.execute(insert(Posting).values(legs).add_cte(opened, entry))
    return entry_id


def open_accounts(
    session: Session, accounts: Sequence[Account], *, at: datetime
) -> None:
    """Open accounts that do not exist yet; guarded ones start at a balance of zero."""
    session.execute(_opening(accounts, at=at))


def _opening(accounts: Sequence[Account], *, at: datetime) -> Insert:
    """Insert what is missing, in id order, so that two of these do not deadlock."""
    by_id = {account.id: account for account in accounts}
    rows = [
        {
            "id": account.id,
            "code": account.code,
            "currency": account.currency,
            "owner_id": account.owner_id,
            "balance": 0 if account.guarded else None,
            "opened_at": at,
        }
        for account in (by_id[key] for key in sorted(by_id))
    ]
    return upsert(LedgerAccount).values(rows).on_conflict_do_nothing()


def _guard(session: Session, lines: Sequence[Line]) -> None:
    """Lock the guarded accounts in id order and check that the entry fits them."""
    wanted: dict[UUID, int] = {}
    for line in lines:
        if line.account.guarded:
            wanted[line.account.id] = wanted.get(line.account.id, 0) + line.amount
    if not wanted:
        return
    balances = dict(
        session.execute(
            select(LedgerAccount.id, LedgerAccount.balance)
            .where(LedgerAccount.id.in_(wanted))
            .order_by(LedgerAccount.id)
            .with_for_update()
        ).all()
    )
    for account_id, debit in wanted.items():
        if (balances.get(account_id) or 0) < debit:
            raise BalanceExceeded
