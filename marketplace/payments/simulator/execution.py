"""One POST from arrival to answer, with its key honoured and its faults let loose."""

import time
from collections.abc import Callable
from typing import Any

from marketplace.payments.simulator.errors import ApiError
from marketplace.payments.simulator.faults import Faults
from marketplace.payments.simulator.idempotency import Keys, Reply, fingerprint
from marketplace.payments.simulator.store import Store

Pairs = list[tuple[str, str]]
SPOILT_ANSWERS = {
    "lost_answer": "X-Cut",
    "duplicate_keys": "X-Duplicate-Keys",
    "oversized_answer": "X-Oversized",
}


class Execution:
    """Carries out what a POST asks for, once per key."""

    def __init__(self, store: Store, keys: Keys, faults: Faults) -> None:
        self._store = store
        self._keys = keys
        self._faults = faults

    def run(
        self,
        path: str,
        pairs: Pairs,
        key: str | None,
        check: Callable[[], None],
        act: Callable[[], dict[str, Any]],
    ) -> Reply:
        """The answer to a POST: a new one, or the stored one of its key."""
        turned_away = self._turned_away()
        if turned_away is not None:
            return turned_away
        if key is None:
            check()
            return self._spoil(self._execute(act, None, ""))
        mark = fingerprint(path, pairs)

        def execute() -> Reply:
            check()
            return self._execute(act, key, mark)

        return self._spoil(self._keys.run(key, mark, execute))

    def _turned_away(self) -> Reply | None:
        """Faults before anything is looked at; they leave the key unused."""
        if self._faults.use_up("lost_request"):
            return Reply(503, {}, {"X-Cut": "1"})
        if self._faults.use_up("redirect"):
            return Reply(307, {}, {"Location": "/v1/elsewhere"})
        if self._faults.use_up("rate_limit"):
            raise ApiError(
                429, "rate_limit", "Too many requests.", headers={"Retry-After": "1"}
            )
        if self._faults.use_up("unavailable"):
            raise ApiError(503, "api_error", "Out of service.")
        return None

    def _execute(
        self, act: Callable[[], dict[str, Any]], key: str | None, mark: str
    ) -> Reply:
        with self._store.transaction():
            reply = self._act(act)
            if key is not None:
                self._keys.keep(key, mark, reply)
        # The key stays in use while a slow answer is on its way.
        time.sleep(self._faults.slow_seconds)
        return reply

    def _spoil(self, reply: Reply) -> Reply:
        """Faults of the way back: what was executed stays executed."""
        for fault, header in SPOILT_ANSWERS.items():
            if self._faults.use_up(fault):
                reply.headers[header] = "1"
        return reply

    def _act(self, act: Callable[[], dict[str, Any]]) -> Reply:
        try:
            self._break_down("server_error", 500, "api_error", "It broke.")
            self._break_down(
                "insufficient_balance",
                402,
                "invalid_request_error",
                "The balance is too low.",
                code="balance_insufficient",
            )
            body = act()
            self._break_down("server_error_after", 500, "api_error", "It broke.")
        except ApiError as error:
            if not error.stored:
                raise
            return Reply(error.status, error.body, dict(error.headers))
        return Reply(200, body)

    def _break_down(
        self, fault: str, status: int, kind: str, message: str, code: str | None = None
    ) -> None:
        if self._faults.use_up(fault):
            raise ApiError(status, kind, message, code=code, stored=True)
