"""Accounts the simulated partner can pay to, and what it knows of their holders.

Every account exists and matches, unless its number ends in one of these:
999901 refused, 999902 another holder, 999903 holder's identity not verified,
999904 payouts fail later, 999905 payouts are refused.
"""

import re
from collections.abc import Callable
from typing import Any

from marketplace.payments.simulator.errors import ApiError, invalid
from marketplace.payments.simulator.store import Object, Store, new_id

VERIFICATION = "account_verification"
ACCOUNT = "destination"


class Accounts:
    """Checks accounts, and gives each a reference (`ba_…`) to pay to."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    def check(self, parameters: dict[str, Any]) -> None:
        """Raise ApiError 400 for parameters that name no account."""
        number = parameters.get("account_number", "")
        if not (isinstance(number, str) and re.fullmatch(r"[0-9]{5,34}", number)):
            raise invalid("account_number is 5 to 34 digits.", param="account_number")
        for name in ("institution_code", "holder_name"):
            value = parameters.get(name)
            if not (isinstance(value, str) and value.strip()):
                raise invalid(f"{name} is missing.", param=name)

    def verify(self, parameters: dict[str, Any]) -> Object:
        """What is known of an account. Raises ApiError 402 for one that is closed."""
        number = parameters["account_number"]
        if number.endswith("999901"):
            raise ApiError(
                402,
                "invalid_request_error",
                "The account is closed.",
                code="account_closed",
                stored=True,
            )
        now = self._clock()
        reference = new_id("ba")
        finding = {
            "id": new_id("av"),
            "object": VERIFICATION,
            "created": int(now),
            "livemode": False,
            "destination": reference,
            "last4": number[-4:],
            "holder_name_match": not number.endswith("999902"),
            "kyc_verified": not number.endswith("999903"),
        }
        with self._store.transaction():
            account = {"id": reference, "account_number": number}
            self._store.add(ACCOUNT, account, created=now)
            self._store.add(VERIFICATION, finding, created=now)
        return finding

    def number_of(self, destination: str) -> str:
        """The number behind a reference; another destination stands for itself."""
        account = self._store.get(ACCOUNT, destination)
        return str(account["account_number"]) if account else destination
