"""The simulated partner's business: payouts that are accepted, then paid or failed."""

import re
from collections.abc import Callable
from typing import Any

from marketplace.payments.simulator.accounts import Accounts
from marketplace.payments.simulator.errors import ApiError, invalid, missing
from marketplace.payments.simulator.events import Events
from marketplace.payments.simulator.faults import Faults
from marketplace.payments.simulator.store import Object, Store, new_id

PAYOUT = "payout"
GREATEST_AMOUNT = 10**17


class Payouts:
    """Takes payouts, settles them after a while, and tells what happened.

    `clock` counts Unix seconds, `settle_seconds` is how long a payout is pending.
    """

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        events: Events,
        faults: Faults,
        *,
        clock: Callable[[], float],
        settle_seconds: float,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._events = events
        self._faults = faults
        self._clock = clock
        self._settle_seconds = settle_seconds

    def check(self, parameters: dict[str, Any]) -> None:
        """Raise ApiError 400 for parameters that no payout can be made of."""
        amount = parameters.get("amount", "")
        if not (isinstance(amount, str) and re.fullmatch(r"[1-9][0-9]{0,17}", amount)):
            raise invalid("amount is a whole number of hundredths.", param="amount")
        if int(amount) > GREATEST_AMOUNT:
            raise invalid("amount is too large.", param="amount")
        if parameters.get("currency") != "idr":
            raise invalid("currency is idr.", param="currency")
        if not isinstance(parameters.get("destination"), str):
            raise invalid("destination is missing.", param="destination")
        if not isinstance(parameters.get("metadata", {}), dict):
            raise invalid("metadata has keys.", param="metadata")
        unknown = parameters.keys() - {"amount", "currency", "destination", "metadata"}
        if unknown:
            raise invalid("Unknown parameter.", param=min(unknown))

    def create(self, parameters: dict[str, Any]) -> Object:
        """Take a payout. Raises ApiError 402 for an account that is refused."""
        destination = parameters["destination"]
        number = self._accounts.number_of(destination)
        if self._faults.refuses(destination, number) or number.endswith("999905"):
            raise ApiError(
                402,
                "invalid_request_error",
                "The account takes no payouts.",
                code="account_closed",
                stored=True,
            )
        fails = self._faults.fails(destination, number) or number.endswith("999904")
        now = self._clock()
        payout = _pending(parameters, now)
        with self._store.transaction() as database:
            self._store.add(PAYOUT, payout, created=now)
            database.execute(
                "INSERT INTO settlements VALUES (?, ?, ?)",
                (
                    payout["id"],
                    now + self._settle_seconds,
                    "account_closed" if fails else None,
                ),
            )
        return payout

    def get(self, payout_id: str) -> Object:
        """A payout as it stands now. Raises ApiError 404."""
        payout = self._store.get(PAYOUT, payout_id)
        if payout is None:
            raise missing(f"No such payout: {payout_id[:40]}", param="id")
        return payout

    def settle_due(self) -> int:
        """Pay or fail whatever has been pending long enough; returns how many."""
        with self._store.transaction() as database:
            due = database.execute(
                "SELECT payout_id, failure_code FROM settlements WHERE due <= ?"
                " ORDER BY due LIMIT 500",
                (self._clock(),),
            ).fetchall()
            for row in due:
                self._settle(row["payout_id"], row["failure_code"])
                database.execute(
                    "DELETE FROM settlements WHERE payout_id = ?", (row["payout_id"],)
                )
        return len(due)

    def ledger(self) -> dict[str, Any]:
        """What was paid out in all and per order; failed payouts count for nothing."""
        orders: dict[str, dict[str, int]] = {}
        total = count = 0
        for payout in self._store.all(PAYOUT):
            order = orders.setdefault(
                payout["metadata"].get("order_id", ""),
                {"payouts": 0, "amount": 0, "failed": 0},
            )
            if payout["status"] == "failed":
                order["failed"] += 1
                continue
            order["payouts"] += 1
            order["amount"] += payout["amount"]
            total += payout["amount"]
            count += 1
        return {"payouts": count, "amount": total, "orders": orders}

    def _settle(self, payout_id: str, failure_code: str | None) -> None:
        payout = self.get(payout_id)
        if failure_code is None:
            payout["status"] = "paid"
        else:
            payout["status"] = "failed"
            payout["failure_code"] = failure_code
            payout["failure_message"] = "The account is closed."
        self._store.replace(payout)
        self._events.record(f"payout.{payout['status']}", payout)


def _pending(parameters: dict[str, Any], now: float) -> Object:
    return {
        "id": new_id("po"),
        "object": PAYOUT,
        "amount": int(parameters["amount"]),
        "currency": parameters["currency"],
        "destination": parameters["destination"],
        "created": int(now),
        "livemode": False,
        "metadata": parameters.get("metadata", {}),
        "status": "pending",
        "failure_code": None,
        "failure_message": None,
    }
