"""Statements that are built once for each kind of question, and then only asked.

To put a search together costs more than to run it. What changes from one question to
the next (the words, the moment) is a parameter of the statement; the filters, which
repeat, are part of what it is built for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, DateTime, Select, bindparam
from sqlalchemy.dialects.postgresql.base import PGDialect

Asked = ParamSpec("Asked")
Made = TypeVar("Made")

# So many kinds of one question are kept; whoever asks for another has it built anew.
MOST_KEPT = 256

# The moment of which is asked: the value `at` of a statement.
AT = bindparam("at", type_=DateTime(timezone=True))

# SQLAlchemy does not type the dialect's constructor.
_DIALECT = PGDialect()  # type: ignore[no-untyped-call]

Values = Mapping[str, Any]
Moment = datetime | ColumnElement[datetime]


def built_once(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Keep what is made for the same arguments, which are hashable.

    One thread builds at a time, and what it returns is `ready`: SQLAlchemy finishes an
    alias when it is first compiled, and threads must not meet in that.
    """
    kept = lru_cache(maxsize=MOST_KEPT)(make)
    lock = RLock()

    @wraps(make)
    def once(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        with lock:
            # lru_cache asks for hashable arguments, which a ParamSpec cannot say.
            return kept(*args, **kwargs)  # type: ignore[arg-type]

    return once


def ready(statement: Any) -> Any:
    """The statement, finished in all its pieces."""
    statement.compile(dialect=_DIALECT)
    return statement


Query = Select[*tuple[Any, ...]]
