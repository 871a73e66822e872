"""Breakdowns on a dial, set over HTTP and used up as they happen."""

from threading import Lock
from typing import Any

COUNTED = {
    "lost_request": "cut the connection before executing",
    "lost_answer": "execute, then cut the connection",
    "rate_limit": "429 with Retry-After: 1, nothing executed or stored",
    "unavailable": "503, nothing executed or stored",
    "server_error": "500 as the stored answer, nothing executed",
    "server_error_after": "500 as the stored answer, executed all the same",
    "insufficient_balance": "402 as the stored answer, nothing executed",
    "duplicate_keys": "execute, answer with a JSON key that occurs twice",
    "oversized_answer": "execute, answer with more than 1 MiB",
    "redirect": "307 to another address, nothing executed",
    "lost_webhook": "do not send a callback this time",
    "duplicate_webhook": "send a callback twice",
}


class Faults:
    """How often each fault is still to happen, how slow answers are, whom to refuse.

    `slow_seconds` delays every POST until it is set to 0. `refuse` lists account
    numbers or references that payouts are refused to, `fail` those they fail to later.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts = dict.fromkeys(COUNTED, 0)
        self._slow_seconds = 0.0
        self._refuse: frozenset[str] = frozenset()
        self._fail: frozenset[str] = frozenset()

    def set(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Turn the dial; what is not named stays. Raises ValueError for a new name."""
        with self._lock:
            for name, value in wanted.items():
                self._set_one(name, value)
            return self._state()

    def state(self) -> dict[str, Any]:
        """The dial as it stands."""
        with self._lock:
            return self._state()

    def use_up(self, name: str) -> bool:
        """Whether this fault happens now; if so it is used up by one."""
        with self._lock:
            if self._counts[name] <= 0:
                return False
            self._counts[name] -= 1
            return True

    @property
    def slow_seconds(self) -> float:
        """How long an executed request waits before it is answered."""
        return self._slow_seconds

    def refuses(self, *names: str) -> bool:
        """Whether a payout to an account of any of these names is refused."""
        return not self._refuse.isdisjoint(names)

    def fails(self, *names: str) -> bool:
        """Whether a payout to an account of any of these names fails later."""
        return not self._fail.isdisjoint(names)

    def _set_one(self, name: str, value: Any) -> None:
        if name == "slow_seconds":
            self._slow_seconds = float(value)
        elif name == "refuse":
            self._refuse = frozenset(value)
        elif name == "fail":
            self._fail = frozenset(value)
        elif name in COUNTED:
            self._counts[name] = int(value)
        else:
            raise ValueError(f"There is no fault {name!r}.")

    def _state(self) -> dict[str, Any]:
        return {
            **self._counts,
            "slow_seconds": self._slow_seconds,
            "refuse": sorted(self._refuse),
            "fail": sorted(self._fail),
        }
