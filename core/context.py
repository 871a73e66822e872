"""Who acts, for whom, in which request: read by the audit trail and by the logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Context:
    """The circumstances of one request, job or command.

    `actor` is what acts (`client:…`, `account:…`, `job:…`, `command:…`) and
    `on_behalf_of` for whom: the account of the person for whom a client acts, or
    `organisation:…` where somebody acts as its staff.
    """

    request_id: str | None = None
    actor: str = "system"
    on_behalf_of: str | None = None


_current: ContextVar[Context | None] = ContextVar("context", default=None)


def current() -> Context:
    """The circumstances in force; an anonymous system outside any request."""
    return _current.get() or Context()


def begin(context: Context) -> None:
    """Start anew: the first thing that a request, a job or a command does."""
    _current.set(context)


def amend(**changes: Any) -> None:
    """Add what is learnt on the way, such as the caller after authentication."""
    _current.set(replace(current(), **changes))


@contextmanager
def acting_as(actor: str, **changes: Any) -> Iterator[None]:
    """Run a block as a job or a command."""
    token = _current.set(replace(current(), actor=actor, **changes))
    try:
        yield
    finally:
        _current.reset(token)
