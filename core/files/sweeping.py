"""Deleting what lies in the store without a row.

The models say themselves which columns hold keys of the store
(`info={"in_store": True}`), so that a domain with files of its own cannot be forgotten
where they are swept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from core.database import Base
from core.files.store import store

IN_STORE = "in_store"
BATCH = 500
# A file is put before its row is written; after a day it has none.
ORPHANED_AFTER = timedelta(days=1)


def sweep_files(session: Session, *, at: datetime) -> int:
    """Delete the contents that no row of any domain refers to; how many. Idempotent."""
    columns = stored_columns()
    old = store().keys(before=at - ORPHANED_AFTER)
    swept = 0
    while keys := list(islice(old, BATCH)):
        for key in sorted(set(keys) - _known(session, columns, keys)):
            store().delete(key)
            swept += 1
    return swept


def stored_columns() -> list[Column[str]]:
    """Every column of every model that holds keys of the store."""
    return [
        column
        for name in sorted(Base.metadata.tables)
        for column in Base.metadata.tables[name].columns
        if column.info.get(IN_STORE)
    ]


def _known(
    session: Session, columns: Sequence[Column[str]], keys: Sequence[str]
) -> set[str]:
    known: set[str] = set()
    for column in columns:
        known.update(session.scalars(select(column).where(column.in_(keys))))
    return known
