"""Counts beside a search: what each choice would leave, and what to loosen.

Each facet is counted as if its own filter were not set, all in one statement.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from catalog.courses.matching import Match
from catalog.courses.models import Course, Offering, Schedule
from catalog.courses.queries import IS_OFFERED, courses_on_sale
from catalog.courses.wanted import (
    Filter,
    Wanted,
    conditions,
    costs_as_wanted,
    starts_as_wanted,
)
from catalog.regions.models import Province
from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Concept, Taxonomy
from partners.organisations import Organisation

# So many courses that hold the words are looked at; beyond, counts are of a part.
MOST_COUNTED = 50_000

# Of skills and of occupations so many are told.
MOST_NAMED = 30

_Part = Select[*tuple[Any, ...]]

_TOTAL, _LOOKED_AT, _WITHOUT = "total", "looked_at", "without"


@dataclass(frozen=True)
class Count:
    """How many courses a choice leaves; `title` is its name where it has one."""

    value: str
    title: str | None
    courses: int


@dataclass(frozen=True)
class Facets:
    """`without` tells, for each filter that is set, how many courses there would be
    without it. `exact` is false where more courses hold the words than are counted."""

    total: int
    exact: bool
    counts: Mapping[Filter, Sequence[Count]]
    without: Mapping[Filter, int]


@dataclass(frozen=True)
class _Seen:
    """The courses that hold the words, with whether each passes each filter."""

    table: CTE
    filters: Collection[Filter]

    def passing(self, *aside: Filter) -> ColumnElement[bool]:
        """All filters hold, those aside not looked at."""
        return and_(
            true(),
            *(
                self.table.c[self._column(each, aside)]
                for each in self.filters
                if each not in aside
            ),
        )

    def _column(self, each: Filter, aside: Collection[Filter]) -> str:
        """A price is asked of the platforms that are asked for, unless these are left
        aside."""
        alone = each is Filter.PRICE and Filter.PLATFORM in aside
        return _PRICE_ALONE if alone else _passes(each)


def count_facets(
    session: Session,
    wanted: Wanted,
    match: Match | None,
    *,
    at: datetime,
    price_steps: Sequence[int] = (),
) -> Facets:
    """What each choice of category, mode, level, language, evening, childcare, access,
    skill, occupation, platform, province and price would leave; of prices, each step or
    less."""
    filters = conditions(wanted, at=at)
    seen = _Seen(_looked_at(wanted, filters, match, at=at), filters)
    parts = [
        _one(_TOTAL, "", seen, seen.passing()),
        _one(_LOOKED_AT, "", seen, true()),
        *(_one(_WITHOUT, each, seen, seen.passing(each)) for each in filters),
        *_own(seen),
        *_named(seen),
        *_offered(seen, wanted, price_steps),
        _placed(seen, wanted, at=at),
    ]
    return _told(session.execute(union_all(*parts)).all())


def _looked_at(
    wanted: Wanted,
    filters: Mapping[Filter, ColumnElement[bool]],
    match: Match | None,
    *,
    at: datetime,
) -> CTE:
    flags = {_passes(each): condition for each, condition in filters.items()}
    if Filter.PRICE in filters:
        alone = conditions(replace(wanted, platforms=()), at=at)
        flags[_PRICE_ALONE] = alone[Filter.PRICE]
    query = courses_on_sale().with_only_columns(
        Course.id,
        Course.category,
        Course.category_title,
        Course.mode,
        Course.level,
        func.array_prepend(Course.language, Course.more_languages).label("languages"),
        Course.evening,
        Course.childcare,
        Course.access,
        Course.skills,
        Course.occupation_groups,
        # A level that is not known is none of those that are asked for.
        *(func.coalesce(flag, false()).label(name) for name, flag in flags.items()),
    )
    if match is not None:
        query = query.where(match.holds)
    limited = query.limit(MOST_COUNTED + 1)
    return limited.cte("seen").prefix_with("MATERIALIZED", dialect="postgresql")


def _passes(each: Filter) -> str:
    return f"passes_{each}"


_PRICE_ALONE = "passes_price_alone"


def _one(kind: str, value: str, seen: _Seen, where: ColumnElement[bool]) -> _Part:
    return (
        select(
            literal(kind, Text()),
            literal(value, Text()),
            cast(null(), Text()),
            func.count(),
        )
        .select_from(seen.table)
        .where(where)
    )


def _own(seen: _Seen) -> Iterator[_Part]:
    """Facets of what a course itself says. Of the needs all are to be met, so that each
    is counted with those that are chosen."""
    table = seen.table
    for each in (Filter.CATEGORY, Filter.MODE, Filter.LEVEL):
        title = func.min(table.c.category_title) if each is Filter.CATEGORY else null()
        yield _grouped(each, table.c[each], title, table, seen.passing(each))
    for each in (Filter.EVENING, Filter.CHILDCARE):
        yield _one(each, "true", seen, and_(seen.passing(each), table.c[each]))
    for each, values, where in (
        (Filter.LANGUAGE, table.c.languages, seen.passing(Filter.LANGUAGE)),
        (Filter.ACCESS, table.c.access, seen.passing()),
    ):
        value = func.unnest(values).table_valued("value", name="each").render_derived()
        yield _grouped(each, value.c.value, null(), table.join(value, true()), where)


def _named(seen: _Seen) -> Iterator[_Part]:
    """Facets of what a course names, the most frequent ones; of occupations the unit
    groups."""
    table = seen.table
    unit_group = Concept.level == UNIT_GROUP_LEVEL
    for each, taxonomy, codes, told in (
        (Filter.SKILL, Taxonomy.SKILL, table.c.skills, true()),
        (
            Filter.OCCUPATION,
            Taxonomy.OCCUPATION,
            table.c.occupation_groups,
            unit_group,
        ),
    ):
        code = func.unnest(codes).table_valued("value", name="each").render_derived()
        source = table.join(code, true()).join(
            Concept, and_(Concept.taxonomy == taxonomy, Concept.code == code.c.value)
        )
        title = func.min(func.coalesce(Concept.title_id, Concept.title_en))
        where = and_(told, seen.passing(each))
        part = _grouped(each, code.c.value, title, source, where)
        yield part.order_by(func.count().desc(), code.c.value).limit(MOST_NAMED)


def _grouped(
    each: Filter,
    value: ColumnElement[str],
    title: ColumnElement[Any],
    source: FromClause,
    where: ColumnElement[bool],
) -> _Part:
    return (
        select(literal(each, Text()), value, cast(title, Text()), func.count())
        .select_from(source)
        .where(where, value.is_not(None))
        .group_by(value)
    )


def _offered(
    seen: _Seen, wanted: Wanted, price_steps: Sequence[int]
) -> Iterator[_Part]:
    """Facets of what platforms ask."""
    offers = _offers(seen)
    fits = costs_as_wanted(wanted, offers.c.price)
    yield _grouped(
        Filter.PLATFORM,
        offers.c.platform,
        func.min(offers.c.platform_name),
        offers.join(seen.table, seen.table.c.id == offers.c.course_id),
        and_(fits, seen.passing(Filter.PLATFORM, Filter.PRICE)),
    )
    if not price_steps:
        return
    lowest = (
        select(func.min(offers.c.price).label("price"))
        .join(seen.table, seen.table.c.id == offers.c.course_id)
        .where(seen.passing(Filter.PRICE))
        .group_by(offers.c.course_id)
    )
    if wanted.platforms:
        lowest = lowest.where(offers.c.platform.in_(wanted.platforms))
    prices = lowest.subquery("prices")
    steps = (
        func.unnest(literal(list(price_steps), ARRAY(BigInteger())))
        .table_valued("value", name="steps")
        .render_derived()
    )
    yield _grouped(
        Filter.PRICE,
        cast(steps.c.value, Text()),
        null(),
        prices.join(steps, prices.c.price <= steps.c.value),
        true(),
    )


def _placed(seen: _Seen, wanted: Wanted, *, at: datetime) -> _Part:
    """In which provinces there are classes on the days that are asked for."""
    placed = (
        select(Schedule.course_id, Province.code, Province.name)
        .select_from(seen.table)
        .join(Schedule, Schedule.course_id == seen.table.c.id)
        .join(Province, Province.code == func.left(Schedule.district_code, 2))
        .where(
            starts_as_wanted(wanted, at=at), seen.passing(Filter.PLACE, Filter.START)
        )
        .distinct()
        .subquery("placed")
    )
    name = func.min(placed.c.name)
    return _grouped(Filter.PLACE, placed.c.code, name, placed, true())


def _offers(seen: _Seen) -> CTE:
    platform = aliased(Organisation, name="platform")
    query = (
        select(
            Offering.course_id,
            platform.code.label("platform"),
            platform.name.label("platform_name"),
            Offering.price,
        )
        .select_from(seen.table)
        .join(Course, Course.id == seen.table.c.id)
        .join(Offering, Offering.course_id == Course.id)
        .join(platform, platform.id == Offering.platform_id)
        .where(IS_OFFERED)
    )
    return query.cte("offers").prefix_with("MATERIALIZED", dialect="postgresql")


def _told(rows: Sequence[Row[*tuple[Any, ...]]]) -> Facets:
    counts: dict[Filter, list[Count]] = {each: [] for each in Filter}
    without: dict[Filter, int] = {}
    sums: dict[str, int] = {}
    for kind, value, title, courses in rows:
        if kind in (_TOTAL, _LOOKED_AT):
            sums[kind] = courses
        elif kind == _WITHOUT:
            without[Filter(value)] = courses
        elif courses:
            counts[Filter(kind)].append(Count(value, title, courses))
    for each, listed in counts.items():
        listed.sort(key=_by_price if each is Filter.PRICE else _by_number)
    return Facets(
        total=sums[_TOTAL],
        exact=sums[_LOOKED_AT] <= MOST_COUNTED,
        counts={each: listed for each, listed in counts.items() if listed},
        without=without,
    )


def _by_number(count: Count) -> tuple[int, str]:
    return -count.courses, count.value


def _by_price(count: Count) -> int:
    return int(count.value)
