"""Writing, changing or deleting many rows in one statement."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    JSON,
    CursorResult,
    Executable,
    Text,
    bindparam,
    column,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy import cast as as_type
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


def insert_rows(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows that all name the same columns; no rows insert nothing.

    They are sent as one JSON text, which costs the least of all that was measured where
    columns hold lists or documents: one statement, so that triggers for each statement
    run once. Defaults that SQLAlchemy would fill in do not apply.
    """
    if not rows:
        return
    given = _given(model, rows)
    chosen = select(*given.c)
    names = list(rows[0])
    session.execute(insert(model).from_select(names, chosen, include_defaults=False))


def update_rows(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Give rows that are found by their primary key the other columns that are named;
    all name the same ones, and none is named twice. No rows change nothing.

    Objects in the session do not hear of it.
    """
    if not rows:
        return
    given, table = _given(model, rows), model.__table__
    keys = [each.name for each in table.primary_key]
    changed = (
        update(model)
        .where(*(table.c[name] == given.c[name] for name in keys))
        .values({name: given.c[name] for name in rows[0] if name not in keys})
    )
    session.execute(changed.execution_options(synchronize_session=False))


def _given(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> Any:
    """The rows as a table beside the others."""
    types = model.__table__.c
    sent = as_type(literal(json.dumps(rows, default=str), Text()), JSON())
    return (
        func.json_to_recordset(sent)
        .table_valued(*(column(name, types[name].type) for name in rows[0]))
        .render_derived(name="given", with_types=True)
    )
