"""A key stands for one execution: later requests with it get the first one's answer.

An answer is stored once execution has begun, a server error included. A request that
is refused before (wrong parameters, wrong key, too many) leaves its key unused.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from marketplace.payments.simulator.errors import ApiError
from marketplace.payments.simulator.store import Store, new_id

RETENTION_SECONDS = 24 * 60 * 60


@dataclass
class Reply:
    """An answer on its way out."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def fingerprint(path: str, pairs: list[tuple[str, str]]) -> str:
    """Equal for equal parameters, in whatever order they were sent."""
    text = json.dumps([path, sorted(pairs)])
    return hashlib.sha256(text.encode()).hexdigest()


class Keys:
    """The keys in use and the answers kept for them, for 24 h."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._running: set[str] = set()
        self._lock = Lock()

    def run(self, key: str, mark: str, execute: Callable[[], Reply]) -> Reply:
        """Execute once per key; ApiError 409 while it runs, 400 for another use."""
        with self._lock:
            if key in self._running:
                raise ApiError(
                    409,
                    "invalid_request_error",
                    "Another request with this key is still running.",
                    code="idempotency_key_in_use",
                )
            self._running.add(key)
        try:
            return self._stored(key, mark) or execute()
        finally:
            with self._lock:
                self._running.discard(key)

    def keep(self, key: str, mark: str, reply: Reply) -> None:
        """Make this the answer to the key."""
        request_id = new_id("req")
        reply.headers["Request-Id"] = request_id
        with self._store.transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)",
                (
                    key,
                    mark,
                    self._clock(),
                    reply.status,
                    json.dumps(reply.body),
                    request_id,
                ),
            )

    def _stored(self, key: str, mark: str) -> Reply | None:
        with self._store.transaction() as database:
            row = database.execute(
                "SELECT * FROM answers WHERE key = ? AND created > ?",
                (key, self._clock() - RETENTION_SECONDS),
            ).fetchone()
        if row is None:
            return None
        if row["fingerprint"] != mark:
            raise ApiError(
                400,
                "idempotency_error",
                "This key was used with other parameters.",
            )
        return Reply(
            row["status"],
            json.loads(row["body"]),
            {"Idempotent-Replayed": "true", "Original-Request": row["request_id"]},
        )
