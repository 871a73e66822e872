"""What the simulated partner remembers, in SQLite: in memory, or in a file.

One connection under one lock: requests take turns, as they would at one account.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created REAL NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE TABLE IF NOT EXISTS settlements (
    payout_id TEXT PRIMARY KEY, due REAL NOT NULL, failure_code TEXT
);
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    created REAL NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    event_id TEXT PRIMARY KEY, due REAL NOT NULL, attempts INTEGER NOT NULL
);
"""

Object = dict[str, Any]


class Store:
    """Objects by id, newest first, and the tables that the other modules keep here."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = RLock()
        self._depth = 0
        self._database = sqlite3.connect(
            path, check_same_thread=False, isolation_level=None
        )
        self._database.row_factory = sqlite3.Row
        self._database.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, one at a time; an inner block joins the outer one."""
        with self._lock:
            if self._depth == 0:
                self._database.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self._database
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._database.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._database.execute("COMMIT")

    def add(self, kind: str, body: Object, *, created: float) -> None:
        """Remember a new object under its id."""
        with self.transaction() as database:
            database.execute(
                "INSERT INTO objects (id, kind, created, body) VALUES (?, ?, ?, ?)",
                (body["id"], kind, created, json.dumps(body)),
            )

    def get(self, kind: str, object_id: str) -> Object | None:
        """The object with this id, or None."""
        with self.transaction() as database:
            row = database.execute(
                "SELECT body FROM objects WHERE id = ? AND kind = ?", (object_id, kind)
            ).fetchone()
        return json.loads(row["body"]) if row else None

    def replace(self, body: Object) -> None:
        """Put a changed object in the place of the one with the same id."""
        with self.transaction() as database:
            database.execute(
                "UPDATE objects SET body = ? WHERE id = ?",
                (json.dumps(body), body["id"]),
            )

    def all(self, kind: str) -> Iterator[Object]:
        """Every object of a kind, oldest first."""
        with self.transaction() as database:
            rows = database.execute(
                "SELECT body FROM objects WHERE kind = ? ORDER BY seq", (kind,)
            ).fetchall()
        for row in rows:
            yield json.loads(row["body"])


def new_id(prefix: str) -> str:
    """An id as this family of partners writes them: `po_` and 24 characters."""
    return f"{prefix}_{secrets.token_hex(12)}"
