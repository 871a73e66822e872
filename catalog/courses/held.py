"""How many courses there are, at all or that hold the words.

PostgreSQL lists all that hold a word before it gives the first, so nobody counts more
than is needed: first those that are drawn at one level, of 64 one, by an index that
knows words and draws together; of the others only where these are few.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from catalog.courses.built import Query, Values, built_once, ready
from catalog.courses.matching import HOLDS, Match
from catalog.courses.models import Course
from partners.organisations import Kind, Organisation
from partners.standing.queries import sells

# Spelled out: a partial index is of use only where this is known beforehand.
IS_PUBLISHED: ColumnElement[bool] = literal_column(
    "courses.status = 'published'", Boolean()
)

# A level of the draw has half the courses of the one before (`drawn_at`).
LEVELS = 10
TRIED = 6

# Of so many that are tried it is certain that they are not double their share.
SURE = 50

# So many courses are drawn to estimate a number from, and half as many at least.
MOST_DRAWN = 1_400

IS_DRAWN: ColumnElement[bool] = func.drawn_at(Course.id).bool_op("@@")(
    cast(bindparam("level", type_=Text()), TSQUERY())
)
_IS_TRIED: ColumnElement[bool] = func.drawn_at(Course.id).bool_op("@@")(
    cast(literal(str(TRIED), literal_execute=True), TSQUERY())
)


@dataclass(frozen=True)
class Held:
    """How many courses are on sale, or hold the words: exactly up to what was asked
    for, and one more where there are more, of which some may not be on sale. `tried`
    are those of them at one level."""

    number: int
    tried: int

    @property
    def level(self) -> int:
        """The level at which some thousand of them are."""
        estimate = self.tried << TRIED
        fitting = (
            level for level in range(1, LEVELS) if estimate >> level <= MOST_DRAWN
        )
        return next(fitting, LEVELS)


def count_held(session: Session, match: Match | None, *, most: int) -> Held:
    """How many there are, counted up to one more than `most`."""
    values: Values = {} if match is None else match.values
    row = session.execute(_held(match is not None, most), values).one()
    return Held(row.number, row.tried)


@built_once
def _held(is_worded: bool, most: int) -> Query:
    holds = (HOLDS,) if is_worded else ()
    tried = (
        select(func.count().label("tried"))
        .select_from(Course)
        .where(IS_PUBLISHED, *holds, _IS_TRIED)
        .cte("tried")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    looked = looked_at(Course.id, conditions=holds)
    some = select(looked).limit(most + 1).cte("some")
    on_sale = taught(some, func.count()).scalar_subquery()
    looked_through = select(func.count()).select_from(some).scalar_subquery()
    many = or_(
        and_(tried.c.tried > SURE, tried.c.tried * (1 << (TRIED - 1)) > most),
        looked_through > most,
    )
    number = case((many, most + 1), else_=on_sale)
    query: Query = ready(select(number.label("number"), tried.c.tried))
    return query


def looked_at(*columns: Any, conditions: Any = (), name: str = "looked") -> CTE:
    """Published courses, whoever teaches them, as a table of which only so much is made
    as is read.

    PostgreSQL plans such a table for all its rows. Where it plans for the first few it
    may go through all courses in some order, as it knows little of how many hold words.
    """
    query = select(Course.provider_id, *columns).where(IS_PUBLISHED, *conditions)
    return query.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


def taught(looked: CTE, *columns: Any) -> Query:
    """Those of the courses whose institution may sell them.

    Each institution is looked up: PostgreSQL would rather read all of them.
    """
    may_sell = sells(
        Organisation, kind=Kind.TRAINING_INSTITUTION, course_id=looked.c.id
    )
    is_taught = (
        select(true())
        .select_from(Organisation)
        .where(Organisation.id == looked.c.provider_id, may_sell)
        .correlate(looked)
        .scalar_subquery()
    )
    return select(*columns).select_from(looked).where(is_taught)
