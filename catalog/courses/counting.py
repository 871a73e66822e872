"""The courses that are counted, with all that is to be counted of them, in one look.

Beyond words nothing narrows them: each filter is a column, so that every choice can be
counted without its own.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    and_,
    false,
    func,
    select,
    true,
)

from catalog.courses.built import AT
from catalog.courses.held import IS_DRAWN, LISTED, looked_at, taught
from catalog.courses.matching import HOLDS
from catalog.courses.models import Access, Course
from catalog.courses.wanted import (
    SPOKEN,
    Filter,
    Wanted,
    conditions,
    is_in_the_evening,
    meets,
    narrowed,
)

# So many courses are counted each; of more, those that are drawn at a level.
MOST_COUNTED = 1_000

# What is counted unless less is asked for; a day of start is nothing to choose from.
COUNTABLE = frozenset(Filter) - {Filter.START}

# What a course names, in arrays; nearly each course names other things.
NAMED = {Filter.SKILL: Course.skills, Filter.OCCUPATION: Course.occupation_groups}


@dataclass(frozen=True)
class Counting:
    """What is to be counted: the choices of which filters, and of prices each step or
    less, whole rupiah."""

    filters: frozenset[Filter] = COUNTABLE
    price_steps: tuple[int, ...] = ()


class Among(StrEnum):
    """Which courses are looked at: all that hold the words, if there are words; those
    of them that are drawn at a level; or those that pass all filters."""

    ALL = "all"
    DRAWN = "drawn"
    PASSING = "passing"


@dataclass(frozen=True)
class Seen:
    """The courses that are looked at, with whether each passes each filter; and how
    many there are of each `kind`, those of which all columns but the id are one."""

    table: CTE
    kinds: CTE
    filters: Collection[Filter]

    def passing(
        self, *aside: Filter, of: FromClause | None = None
    ) -> ColumnElement[bool]:
        """All filters hold, those aside not looked at."""
        columns = (self.table if of is None else of).c
        return and_(
            true(),
            *(
                columns[self._column(each, aside)]
                for each in self.filters
                if each not in aside
            ),
        )

    def met(self, each: Filter) -> ColumnElement[bool]:
        """One filter holds, whatever else."""
        column: ColumnElement[bool] = self.kinds.c[self._column(each, ())]
        return column

    def _column(self, each: Filter, aside: Collection[Filter]) -> str:
        """A price is asked of the platforms that are asked for, unless these are left
        aside."""
        alone = each is Filter.PRICE and Filter.PLATFORM in aside
        return _PRICE_ALONE if alone else _passes(each)


def seen_by(
    wanted: Wanted,
    counting: Counting,
    among: Among,
    *,
    is_worded: bool,
    price_first: bool = False,
) -> Seen:
    """All that a search looks at, as two tables of a statement."""
    filters = conditions(wanted, at=AT)
    holds = LISTED if among is Among.ALL else HOLDS
    chosen = [holds] if is_worded else []
    if among is Among.DRAWN:
        chosen.append(IS_DRAWN)
    if among is Among.PASSING:
        chosen += narrowed(wanted, at=AT, price_first=price_first)
        filters = {}
    flags = {_passes(each): condition for each, condition in filters.items()}
    if Filter.PRICE in filters:
        alone = conditions(replace(wanted, platforms=()), at=AT)
        flags[_PRICE_ALONE] = alone[Filter.PRICE]
    looked = looked_at(
        Course.id,
        *_said(wanted, counting),
        *(codes for each, codes in NAMED.items() if each in counting.filters),
        # A level that is not known is none of those that are asked for.
        *(func.coalesce(flag, false()).label(name) for name, flag in flags.items()),
        conditions=chosen,
    )
    columns = [column for column in looked.c if column is not looked.c.provider_id]
    query = taught(looked, *columns)
    if among is not Among.DRAWN:
        query = query.limit(MOST_COUNTED + 1)
    table = query.cte("seen").prefix_with("MATERIALIZED", dialect="postgresql")
    return Seen(table, _kinds(table), filters)


def _said(wanted: Wanted, counting: Counting) -> Iterator[Any]:
    """What is counted of a course itself. Of the needs all are to be met, so that each
    is counted with those that are chosen."""
    said: dict[Filter, Callable[[], Sequence[Any]]] = {
        Filter.CATEGORY: lambda: (Course.category, Course.category_title),
        Filter.MODE: lambda: (Course.mode,),
        Filter.LEVEL: lambda: (Course.level,),
        Filter.LANGUAGE: lambda: (SPOKEN.label("languages"),),
        Filter.EVENING: lambda: (is_in_the_evening(at=AT).label(Filter.EVENING),),
        Filter.CHILDCARE: lambda: (Course.childcare,),
        Filter.ACCESS: lambda: [
            meets({*wanted.access, need}, at=AT).label(meets_column(need))
            for need in Access
        ],
    }
    for each, columns in said.items():
        if each in counting.filters:
            yield from columns()


def _kinds(table: CTE) -> CTE:
    """Kinds are few where courses are many, so that each facet adds up few rows."""
    each_its_own = {"id", *(codes.name for codes in NAMED.values())}
    kind = [column for column in table.c if column.name not in each_its_own]
    number = func.count().label("courses")
    query = select(*kind, number).select_from(table).group_by(*kind)
    return query.cte("kinds").prefix_with("MATERIALIZED", dialect="postgresql")


def _passes(each: Filter) -> str:
    return f"passes_{each}"


def meets_column(need: str) -> str:
    return f"meets_{need}"


_PRICE_ALONE = "passes_price_alone"
