"""The request's one transaction.

`with unit_of_work("orders.place") as session:` opens it, leaving the block commits,
an exception rolls back. Views, workers and commands open it; services never do. The
block is explicit because Flask's error handlers turn exceptions into responses, so
that a hook which commits "when no exception is left" would commit refused requests.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from core.errors import Busy
from core.privacy.vault import Vault
from core.signing import Issuer

Result = TypeVar("Result")

# Serialization failure and deadlock: the transaction may be run again (LG-08).
RETRYABLE_STATES = frozenset({"40001", "40P01"})
ATTEMPTS = 5


class _Unconfigured:
    def __call__(self) -> Session:
        raise RuntimeError("Call core.unit_of_work.configure() before opening one.")


_new_session: Callable[[], Session] = _Unconfigured()
_new_reader: Callable[[], Session] = _Unconfigured()


def make_sessions(
    engine: Engine, vault: Vault, issuer: Issuer | None = None
) -> sessionmaker[Session]:
    """Sessions that carry the vault, which seals and opens personal data, and the
    issuer, which signs. Only what issues certificates needs the issuer."""
    info = {"vault": vault, "issuer": issuer}
    return sessionmaker(engine, expire_on_commit=False, info=info)


def configure(
    sessions: Callable[[], Session], readers: Callable[[], Session] | None = None
) -> None:
    """Set where this process's transactions run; once per process, or per test."""
    global _new_session, _new_reader
    _new_session = sessions
    _new_reader = readers or sessions


@contextmanager
def unit_of_work(name: str) -> Iterator[Session]:
    """One read-committed transaction; `name` tells what it is for, in the logs."""
    session = _new_session()
    session.info["unit_of_work"] = name
    try:
        with session.begin():
            yield session
    finally:
        session.close()


@contextmanager
def reading(name: str) -> Iterator[Session]:
    """A session for reads only, without the round trip of BEGIN where it can.

    Each statement sees its own snapshot. Writes in here are a bug: the reader's
    connection commits each statement by itself.
    """
    session = _new_reader()
    session.info["unit_of_work"] = name
    try:
        yield session
    finally:
        session.close()


@contextmanager
def snapshot(name: str) -> Iterator[Session]:
    """One consistent, read-only view of the whole database while it is in use."""
    with unit_of_work(name) as session:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        session.execute(text("SET TRANSACTION READ ONLY"))
        yield session


def retrying(operation: Callable[[], Result]) -> Result:
    """Run a whole unit of work again when the database asks for it (LG-08).

    `operation` must open its own unit of work. Raises Busy after five attempts.
    """
    for attempt in range(ATTEMPTS):
        try:
            return operation()
        except DBAPIError as error:
            if sqlstate(error) not in RETRYABLE_STATES:
                raise
        time.sleep(random.uniform(0.5, 1) * 0.01 * 2**attempt)  # noqa: S311 (jitter)
    raise Busy


def sqlstate(error: DBAPIError) -> str | None:
    """PostgreSQL's five-letter code of an error, where it has one."""
    return getattr(error.orig, "sqlstate", None)
