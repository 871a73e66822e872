"""Double-entry bookkeeping in whole units of one currency.

Accounts, journal entries, and postings that sum to zero; debit is positive. Entries are
never changed or deleted (the database refuses): a correction is a reversal. An entry's
reference is unique, so the same business fact cannot be booked twice.
"""

from core.ledger.accounts import Account
from core.ledger.errors import BalanceExceeded
from core.ledger.models import JournalEntry, LedgerAccount, Posting
from core.ledger.services.post import Line, post_entry, post_transfer
from core.ledger.services.reverse import reverse_entry

__all__ = [
    "Account",
    "BalanceExceeded",
    "JournalEntry",
    "LedgerAccount",
    "Line",
    "Posting",
    "post_entry",
    "post_transfer",
    "reverse_entry",
]
