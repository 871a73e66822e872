"""Storing an edition of the taxonomies over the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    and_,
    cast,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.taxonomies.errors import EditionTooSmall
from catalog.taxonomies.models import Concept
from catalog.taxonomies.reading import ConceptRow
from core.audit import record

# An edition that lacks more of a taxonomy than this is taken for a file cut short.
MOST_WITHDRAWN_PERCENT = 10

_COLUMNS = (
    "taxonomy",
    "code",
    "kind",
    "level",
    "title_en",
    "title_id",
    "alternatives",
    "broader",
    "above",
    "words",
)
_LISTS = ("alternatives", "above")


@dataclass(frozen=True)
class Loaded:
    """How many concepts are new, changed, back, or withdrawn now."""

    stored: int
    withdrawn: int


def load_taxonomies(
    session: Session,
    rows: Sequence[ConceptRow],
    *,
    at: datetime,
    accept_withdrawals: bool = False,
) -> Loaded:
    """Store each concept of the edition and withdraw those that it lacks.

    Looks at the taxonomies that `rows` are of; the others stay. A withdrawn concept
    keeps its titles, and one that comes back is as before. The same edition again
    changes nothing. Raises EditionTooSmall.
    """
    # One edition at a time; a second one waits and compares with the first.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext("taxonomies"))))
    named = sorted({row.taxonomy for row in rows})
    known = _count(session, named)
    stored = _store(session, rows)
    withdrawn = _withdraw(session, rows, named, at=at)
    if not accept_withdrawals and withdrawn * 100 > known * MOST_WITHDRAWN_PERCENT:
        raise EditionTooSmall(
            missing=withdrawn, known=known, percent=MOST_WITHDRAWN_PERCENT
        )
    if stored or withdrawn:
        record(
            session,
            action="taxonomies.loaded",
            object_type="taxonomies",
            object_id=",".join(named),
            at=at,
            after={"stored": stored, "withdrawn": withdrawn},
        )
    return Loaded(stored=stored, withdrawn=withdrawn)


def _count(session: Session, named: Sequence[str]) -> int:
    present = select(func.count()).where(
        Concept.taxonomy.in_(named), Concept.withdrawn_at.is_(None)
    )
    return session.scalar(present) or 0


def _store(session: Session, rows: Sequence[ConceptRow]) -> int:
    """One statement: the rows travel as one array for each column."""
    incoming = _incoming(rows, _COLUMNS)
    values = [
        func.string_to_array(incoming.c[name], "\n")
        if name in _LISTS
        # An array of texts carries the level too.
        else cast(incoming.c[name], Integer())
        if name == "level"
        else incoming.c[name]
        for name in _COLUMNS
    ]
    statement = insert(Concept).from_select(list(_COLUMNS), select(*values))
    others = _COLUMNS[2:]
    changed = tuple_(
        *(getattr(Concept, name) for name in others), Concept.withdrawn_at
    ).is_distinct_from(tuple_(*(statement.excluded[name] for name in others), None))
    statement = statement.on_conflict_do_update(
        index_elements=["taxonomy", "code"],
        set_={name: statement.excluded[name] for name in others}
        | {"withdrawn_at": None},
        where=changed,
    )
    return len(session.execute(statement.returning(Concept.code)).all())


def _withdraw(
    session: Session, rows: Sequence[ConceptRow], named: Sequence[str], *, at: datetime
) -> int:
    incoming = _incoming(rows, ("taxonomy", "code"))
    is_there = (
        select(literal(1))
        .select_from(incoming)
        .where(incoming.c.taxonomy == Concept.taxonomy, incoming.c.code == Concept.code)
        .correlate(Concept)
        .exists()
    )
    gone = (
        update(Concept)
        .where(
            and_(Concept.taxonomy.in_(named), Concept.withdrawn_at.is_(None), ~is_there)
        )
        .values(withdrawn_at=at)
        .returning(Concept.code)
        .execution_options(synchronize_session=False)
    )
    return len(session.execute(gone).all())


def _incoming(rows: Sequence[ConceptRow], names: Sequence[str]) -> Any:
    columns = [[_text(getattr(row, name)) for row in rows] for name in names]
    arrays = [literal(column, ARRAY(Text())) for column in columns]
    return func.unnest(*arrays).table_valued(*names).render_derived()


def _text(value: Any) -> str | None:
    if isinstance(value, tuple):
        return "\n".join(value)
    return None if value is None else str(value)
