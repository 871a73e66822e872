"""How many courses there are, at all or that hold the words.

PostgreSQL lists all that hold a word before it gives the first, so nobody counts more
than is needed: first those that are drawn at one level, of 64 one, by an index that
knows words and draws together; of the others only where these are few.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from catalog.courses.built import Query, Values, built_once, ready
from catalog.courses.matching import HOLDS, Match
from catalog.courses.models import Course
from partners.standing.queries import selling_no_course, stopped_courses

# Spelled out: a partial index is of use only where this is known beforehand.
IS_PUBLISHED: ColumnElement[bool] = literal_column(
    "courses.status = 'published'", Boolean()
)

# A level of the draw has half the courses of the one before, and of each level three
# quarters are drawn apart (`drawn_at`).
LEVELS = 10
TRIED = 6

# Of so many that are tried it is certain that they are not double their share.
SURE = 50

# So many courses are drawn to estimate a number from, and two thirds as many at least.
MOST_DRAWN = 1_050


@dataclass(frozen=True)
class Draw:
    """Courses that stand for all: those of a level, or three quarters of them."""

    level: int
    is_thinned: bool

    @property
    def word(self) -> str:
        """How `drawn_at` says it."""
        return f"{self.level}t" if self.is_thinned else f"{self.level}"

    def share(self, number: int) -> int:
        """How many of so many courses are drawn."""
        drawn = number >> self.level
        return drawn * 3 // 4 if self.is_thinned else drawn

    def whole(self, drawn: int) -> int:
        """For how many courses so many stand."""
        number = drawn << self.level
        return (number * 4 + 1) // 3 if self.is_thinned else number


# From the widest on.
DRAWS = tuple(
    draw
    for level in range(LEVELS)
    for draw in (Draw(level, is_thinned=True), Draw(level + 1, is_thinned=False))
)

IS_DRAWN: ColumnElement[bool] = func.drawn_at(Course.id).bool_op("@@")(
    cast(bindparam("draw", type_=Text()), TSQUERY())
)
_IS_TRIED: ColumnElement[bool] = func.drawn_at(Course.id).bool_op("@@")(
    cast(literal(str(TRIED), literal_execute=True), TSQUERY())
)

# The courses that were found to hold the words: to look for them again costs more.
LISTED: ColumnElement[bool] = Course.id == func.any(
    cast(bindparam("ids", type_=Text()), ARRAY(Uuid()))
)


@dataclass(frozen=True)
class Held:
    """How many courses are on sale, or hold the words: exactly up to what was asked
    for, and one more where there are more, of which some may not be on sale. `tried`
    are those of them at one level. `ids` are those that hold the words, as PostgreSQL
    writes a list, where there are no more than was asked for."""

    number: int
    tried: int
    ids: str = "{}"

    @property
    def draw(self) -> Draw:
        """The draw that has some thousand of them."""
        estimate = self.tried << TRIED
        fitting = (draw for draw in DRAWS if draw.share(estimate) <= MOST_DRAWN)
        return next(fitting, DRAWS[-1])


def count_held(session: Session, match: Match | None, *, most: int) -> Held:
    """How many there are, counted up to one more than `most`."""
    values: Values = {} if match is None else match.values
    row = session.execute(_held(match is not None, most), values).one()
    return Held(row.number, row.tried, row.ids or "{}")


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
    looked_through = select(func.count()).select_from(some).scalar_subquery()
    many = or_(
        and_(tried.c.tried > SURE, tried.c.tried * (1 << (TRIED - 1)) > most),
        looked_through > most,
    )
    listed = cast(func.array_agg(some.c.id), Text()) if is_worded else null()
    on_sale = taught(some, func.count().label("number"), listed.label("ids"))
    each = on_sale.where(~select(many).scalar_subquery()).subquery("each")
    number = case((many, most + 1), else_=each.c.number)
    query: Query = ready(
        select(number.label("number"), tried.c.tried, each.c.ids).join(each, true())
    )
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

    What may not be sold is little, and asked for once.
    """
    course = tuple_(looked.c.provider_id, looked.c.id)
    return (
        select(*columns)
        .select_from(looked)
        .where(
            looked.c.provider_id.not_in(selling_no_course()),
            course.not_in(stopped_courses()),
        )
    )
