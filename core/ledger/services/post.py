"""Writing journal entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from core.ids import new_id
from core.ledger.accounts import Account
from core.ledger.errors import BalanceExceeded
from core.ledger.models import LedgerAccount


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
    """Book a positive `amount`, debited to one and credited to the other; its id."""
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
    accounts = [line.account for line in lines]
    session.execute(
        WRITE_ENTRY,
        {
            "id": entry_id,
            "reference": reference,
            "description": description,
            "at": at,
            "reverses": reverses,
            "accounts": [account.id for account in accounts],
            "codes": [account.code for account in accounts],
            "currencies": [account.currency for account in accounts],
            "owners": [account.owner_id for account in accounts],
            "guarded": [account.guarded for account in accounts],
            "amounts": [line.amount for line in lines],
        },
    )
    return entry_id


# One statement, so that an entry costs one round trip, and always the same text, so
# that it is prepared once. Accounts that are new are opened on the way, in id order.
WRITE_ENTRY = text(
    """
    WITH legs AS (
      SELECT * FROM unnest(
        CAST(:accounts AS uuid[]), CAST(:codes AS text[]), CAST(:currencies AS text[]),
        CAST(:owners AS uuid[]), CAST(:guarded AS boolean[]), CAST(:amounts AS bigint[])
      ) WITH ORDINALITY
        AS leg (account_id, code, currency, owner_id, guarded, amount, place)
    ), opened AS (
      INSERT INTO ledger_accounts (id, code, currency, owner_id, balance, opened_at)
      SELECT DISTINCT ON (account_id) account_id, code, currency, owner_id,
        CASE WHEN guarded THEN 0 END, CAST(:at AS timestamptz)
      FROM legs ORDER BY account_id
      ON CONFLICT DO NOTHING
    ), entry AS (
      INSERT INTO journal_entries
        (id, reference, description, effective_at, reverses_id)
      VALUES (CAST(:id AS uuid), :reference, :description, CAST(:at AS timestamptz),
        CAST(:reverses AS uuid))
    )
    INSERT INTO postings (entry_id, account_id, currency, amount)
    SELECT CAST(:id AS uuid), account_id, currency, amount FROM legs ORDER BY place
    """
)


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


LOCK_BALANCES = (
    select(LedgerAccount.id, LedgerAccount.balance)
    .where(LedgerAccount.id.in_(bindparam("accounts", expanding=True)))
    .order_by(LedgerAccount.id)
    .with_for_update()
)


def _guard(session: Session, lines: Sequence[Line]) -> None:
    """Lock the guarded accounts in id order and check that the entry fits them."""
    wanted: dict[UUID, int] = {}
    for line in lines:
        if line.account.guarded:
            wanted[line.account.id] = wanted.get(line.account.id, 0) + line.amount
    if not wanted:
        return
    balances = dict(session.execute(LOCK_BALANCES, {"accounts": sorted(wanted)}).all())
    for account_id, debit in wanted.items():
        balance = balances.get(account_id) or 0
        if balance < debit:
            raise BalanceExceeded(balance=balance, amount=debit)
