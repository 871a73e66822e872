"""Storing made-up rows, and leaving alone what is there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.database import Base

CHUNK = 500


def insert_new(
    session: Session, model: type[Base], rows: Sequence[dict[str, Any]]
) -> int:
    """Insert the rows that are not there yet, by any unique key; how many were new."""
    key = next(iter(model.__table__.primary_key))
    stored = 0
    for start in range(0, len(rows), CHUNK):
        statement = insert(model).values(list(rows[start : start + CHUNK]))
        made = session.scalars(statement.on_conflict_do_nothing().returning(key))
        stored += len(made.all())
    return stored
