"""Sealing values anew under the active key, so that an old key can go (PD-01)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from core.privacy.columns import SealedTable, sealed_tables
from core.privacy.vault import Unreadable, Vault, vault_of

BEGINNING = UUID(int=0)


@dataclass(frozen=True)
class Place:
    """How far a pass has come: the rows of `table` up to the id `after` are done."""

    table: str
    after: UUID = BEGINNING


@dataclass(frozen=True)
class Broken:
    """A value that no configured key opens for its row; it was left as it is."""

    table: str
    column: str
    row: UUID


@dataclass
class Chunk:
    """What one chunk did: values sealed anew, values that did not open, and where to
    go on (None at the end of the pass)."""

    table: str
    resealed: int = 0
    broken: list[Broken] = field(default_factory=list)
    next: Place | None = None


def first_place() -> Place:
    """Where a pass over all sealed columns begins."""
    return Place(next(iter(sealed_tables())))


def reseal(session: Session, place: Place, *, limit: int) -> Chunk:
    """Seal the old values among the next `limit` rows anew under the active key.

    Repeating it is harmless, and killed in between it leaves the old values, which
    still open. Rows that somebody is changing are passed over rather than waited for:
    whoever runs it looks afterwards what is left, and runs it again.
    """
    sealed = sealed_tables()[place.table]
    last = _last_of_chunk(session, sealed, place.after, limit)
    chunk = Chunk(place.table, next=_next_place(place.table, last))
    vault = vault_of(session)
    rows = _stale_rows(session, sealed, vault, place.after, last)
    changes = [_sealed_anew(vault, sealed, row, chunk) for row in rows]
    _write(session, sealed, [change for change in changes if change])
    return chunk


def _last_of_chunk(
    session: Session, sealed: SealedTable, after: UUID, limit: int
) -> UUID | None:
    """The id of the chunk's last row; None when the rest of the table fits in it."""
    identity = sealed.table.c.id
    return session.scalar(
        select(identity)
        .where(identity > after)
        .order_by(identity)
        .offset(limit - 1)
        .limit(1)
    )


def _next_place(table: str, last: UUID | None) -> Place | None:
    if last is not None:
        return Place(table, last)
    names = list(sealed_tables())
    following = names[names.index(table) + 1 :]
    return Place(following[0]) if following else None


def _stale_rows(
    session: Session,
    sealed: SealedTable,
    vault: Vault,
    after: UUID,
    last: UUID | None,
) -> Sequence[Row[Any]]:
    """The rows of the chunk with a value under another key, locked.

    The lock leaves foreign keys to these rows alone, so that nobody who refers to an
    account waits for it.
    """
    identity = sealed.table.c.id
    columns = [sealed.table.c[name] for name in sealed.fields]
    prefix = vault.current_prefix
    query = (
        select(identity, *columns)
        .where(identity > after)
        .where(or_(*(func.substr(c, 1, len(prefix)) != prefix for c in columns)))
        .order_by(identity)
        .with_for_update(key_share=True, skip_locked=True)
    )
    if last is not None:
        query = query.where(identity <= last)
    return session.execute(query).all()


def _sealed_anew(
    vault: Vault, sealed: SealedTable, row: Row[Any], chunk: Chunk
) -> dict[str, Any] | None:
    """The row's columns as they shall be, counted in `chunk`; None if none changes."""
    values = {name: getattr(row, name) for name in sealed.fields}
    before = chunk.resealed
    for name, bound_to in sealed.fields.items():
        value = values[name]
        if value is None or vault.is_current(value):
            continue
        try:
            plain = vault.open(value, row=row.id, field=bound_to)
        except Unreadable:
            chunk.broken.append(Broken(sealed.table.name, name, row.id))
            continue
        values[name] = vault.seal(plain, row=row.id, field=bound_to)
        chunk.resealed += 1
    return {"row": row.id, **values} if chunk.resealed > before else None


def _write(
    session: Session, sealed: SealedTable, changes: list[dict[str, Any]]
) -> None:
    if not changes:
        return
    table = sealed.table
    session.execute(
        update(table)
        .where(table.c.id == bindparam("row"))
        .values({name: bindparam(name) for name in sealed.fields}),
        changes,
    )
