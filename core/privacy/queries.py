"""How many sealed values stand under which key."""

from dataclasses import dataclass

from sqlalchemy import Integer, LargeBinary, func, literal, select
from sqlalchemy.orm import Session

from core.privacy.columns import sealed_tables


@dataclass(frozen=True)
class KeyCount:
    """So many values of one column begin with this key id ("" where there is none)."""

    table: str
    column: str
    key_id: str
    values: int


def values_by_key(session: Session) -> list[KeyCount]:
    """Count all sealed values by column and key id. It reads every row, opens none."""
    counts = []
    for name, sealed in sealed_tables().items():
        for column in sealed.fields:
            counts.extend(_count(session, name, column))
    return counts


def _count(session: Session, table: str, column: str) -> list[KeyCount]:
    value = sealed_tables()[table].table.c[column]
    # position(string, substring), as PostgreSQL names its own function.
    end = func.pg_catalog.position(value, literal(b"\0"), type_=Integer)
    key_id = func.substring(value, 1, func.greatest(end - 1, 0), type_=LargeBinary)
    keys = select(key_id.label("key_id")).where(value.is_not(None)).subquery()
    rows = session.execute(
        select(keys.c.key_id, func.count())
        .group_by(keys.c.key_id)
        .order_by(keys.c.key_id)
    )
    return [
        KeyCount(table, column, key.decode(errors="replace"), values)
        for key, values in rows
    ]
