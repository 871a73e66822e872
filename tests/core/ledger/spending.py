"""Spends from one account until it is empty or the process is killed: run by a test.

Arguments: the database's address and the account's code.
"""

import sys
from uuid import uuid4

from core.clock import now
from core.ledger import Account, BalanceExceeded, post_transfer
from core.settings import Settings
from core.unit_of_work import retrying, unit_of_work
from marketplace.app import make_platform

SHOP = Account("shop:spending")


def main() -> None:
    database_url, code = sys.argv[1:]
    make_platform(Settings.from_environment({"DATABASE_URL": database_url}))
    wallet = Account(code, guarded=True)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        try:
            retrying(lambda: pay(wallet))
        except BalanceExceeded:
            return


def pay(wallet: Account) -> None:
    with unit_of_work("pay") as session:
        post_transfer(
            session,
            debit=wallet,
            credit=SHOP,
            amount=7,
            reference=f"spending:{uuid4()}",
            description="A test spends.",
            at=now(),
        )


if __name__ == "__main__":
    main()
