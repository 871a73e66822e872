"""Writing, changing or deleting many rows in one statement."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    Executable,
    bindparam,
    column,
    func,
    insert,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from core.database import Base


def change_rows(session: Session, statement: Executable) -> int:
    """Run an UPDATE or DELETE; how many rows it met."""
    done = cast("CursorResult[Any]", session.execute(statement))
    return int(done.rowcount)


def insert_columns(
    session: Session,
    model: type[Base],
    columns: dict[str, Sequence[Any]],
    **same: Any,
) -> None:
    """Insert one row per place in `columns`, whose lists have one length.

    `same` gives the columns whose value is the same in every row. Sends each column as
    one array, so that ten thousand rows are one round trip. Defaults that SQLAlchemy
    would fill in do not apply. Empty lists insert nothing.
    """
    table = model.__table__
    sizes = {len(values) for values in columns.values()}
    if len(sizes) != 1:
        raise ValueError("Every column has a value for every row.")
    names = [*columns, *same]
    types = {name: table.c[name].type for name in names}
    arrays = [
        bindparam(name, list(values), type_=ARRAY(types[name], dimensions=1))
        for name, values in columns.items()
    ]
    rows = (
        func.unnest(*arrays)
        .table_valued(*(column(name, types[name]) for name in columns), name="given")
        .render_derived()
    )
    constants = [
        null() if value is None else literal(value, types[name])
        for name, value in same.items()
    ]
    chosen = select(*(rows.c[name] for name in columns), *constants)
    session.execute(insert(model).from_select(names, chosen, include_defaults=False))
