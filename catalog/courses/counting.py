"""The courses that are counted, with all that is to be counted of them, in one look.

Beyond words nothing narrows them: each filter is a column, so that every choice can be
counted without its own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
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

from catalog.courses.matching import Match
from catalog.courses.models import Access, Course
from catalog.courses.queries import courses_on_sale
from catalog.courses.wanted import (
    Filter,
    Wanted,
    conditions,
    is_in_the_evening,
    meets,
)

# So many courses that hold the words are looked at; beyond, counts are of a part.
MOST_COUNTED = 5_000
# Without words a choice says little unless it is counted over all.
MOST_BROWSED = 50_000

# What is counted unless less is asked for; a day of start is nothing to choose from.
COUNTABLE = frozenset(Filter) - {Filter.START}

# What a course names, in arrays; nearly each course names other things.
NAMED = {Filter.SKILL: Course.skills, Filter.OCCUPATION: Course.occupation_groups}


@dataclass(frozen=True)
class Counting:
    """What is to be counted: the choices of which filters, and of prices each step or
    less, whole rupiah."""

    filters: Collection[Filter] = COUNTABLE
    price_steps: Sequence[int] = ()


@dataclass(frozen=True)
class Seen:
    """The courses that hold the words, with whether each passes each filter; and how
    many there are of each `kind`, those of which all columns but the id are one."""

    table: CTE
    kinds: CTE
    filters: Collection[Filter]
    most: int

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

    def _column(self, each: Filter, aside: Collection[Filter]) -> str:
        """A price is asked of the platforms that are asked for, unless these are left
        aside."""
        alone = each is Filter.PRICE and Filter.PLATFORM in aside
        return _PRICE_ALONE if alone else _passes(each)


def seen_by(
    wanted: Wanted, match: Match | None, counting: Counting, *, at: datetime
) -> Seen:
    """All that a search looks at, as two tables of a statement."""
    filters = conditions(wanted, at=at)
    most = MOST_BROWSED if match is None else MOST_COUNTED
    flags = {_passes(each): condition for each, condition in filters.items()}
    if Filter.PRICE in filters:
        alone = conditions(replace(wanted, platforms=()), at=at)
        flags[_PRICE_ALONE] = alone[Filter.PRICE]
    query = courses_on_sale().with_only_columns(
        Course.id,
        *_said(wanted, counting, at=at),
        *(codes for each, codes in NAMED.items() if each in counting.filters),
        # A level that is not known is none of those that are asked for.
        *(func.coalesce(flag, false()).label(name) for name, flag in flags.items()),
    )
    if match is not None:
        query = query.where(match.holds)
    limited = query.limit(most + 1)
    table = limited.cte("seen").prefix_with("MATERIALIZED", dialect="postgresql")
    return Seen(table, _kinds(table), filters, most)


def _said(wanted: Wanted, counting: Counting, *, at: datetime) -> Iterator[Any]:
    """What is counted of a course itself. Of the needs all are to be met, so that each
    is counted with those that are chosen."""
    said: dict[Filter, Sequence[Any]] = {
        Filter.CATEGORY: (Course.category, Course.category_title),
        Filter.MODE: (Course.mode,),
        Filter.LEVEL: (Course.level,),
        Filter.LANGUAGE: (_SPOKEN.label("languages"),),
        Filter.EVENING: (is_in_the_evening(at=at).label(Filter.EVENING),),
        Filter.CHILDCARE: (Course.childcare,),
        Filter.ACCESS: [
            meets({*wanted.access, need}, at=at).label(meets_column(need))
            for need in Access
        ],
    }
    for each, columns in said.items():
        if each in counting.filters:
            yield from columns


_SPOKEN = func.array_prepend(Course.language, Course.more_languages)


def _kinds(table: CTE) -> CTE:
    """Kinds are few where courses are many, so that each facet adds up few rows."""
    each_its_own = {"id", *(codes.name for codes in NAMED.values())}
    kind = [column for column in table.c if column.name not in each_its_own]
    query = select(*kind, func.count().label("courses")).group_by(*kind)
    return query.cte("kinds").prefix_with("MATERIALIZED", dialect="postgresql")


def _passes(each: Filter) -> str:
    return f"passes_{each}"


def meets_column(need: str) -> str:
    return f"meets_{need}"


_PRICE_ALONE = "passes_price_alone"
