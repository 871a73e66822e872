"""Counts beside a search: what each choice would leave, and what to loosen.

Each facet is counted as if its own filter were not set, all in one statement.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from catalog.courses.built import AT, Values, built_once, ready
from catalog.courses.counting import (
    MOST_COUNTED,
    NAMED,
    Among,
    Counting,
    Seen,
    meets_column,
    seen_by,
)
from catalog.courses.held import Held
from catalog.courses.matching import Match
from catalog.courses.models import Access, Course, Offering, Schedule
from catalog.courses.queries import IS_OFFERED
from catalog.courses.wanted import (
    Filter,
    Wanted,
    costs_as_wanted,
    starts_as_wanted,
)
from catalog.regions.models import Province
from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Concept, Taxonomy
from partners.organisations import Organisation

# Of skills and of occupations so many are told.
MOST_NAMED = 30

_Part = Select[*tuple[Any, ...]]
_Statement = CompoundSelect[*tuple[Any, ...]]

_TOTAL, _WITHOUT = "total", "without"


@dataclass(frozen=True)
class Count:
    """How many courses a choice leaves; `title` is its name where it has one."""

    value: str
    title: str | None
    courses: int


@dataclass(frozen=True)
class Facets:
    """`without` tells, for each filter that is set, how many courses there would be
    without it. Where there are too many to count each, numbers are estimates: the
    total where it is not `exact`, and the choices of the filters in `estimated`."""

    total: int
    exact: bool
    counts: Mapping[Filter, Sequence[Count]]
    without: Mapping[Filter, int]
    estimated: frozenset[Filter] = frozenset()


def count_facets(
    session: Session,
    wanted: Wanted,
    match: Match | None,
    held: Held,
    counting: Counting,
    *,
    at: datetime,
) -> Facets:
    """What each choice would leave, and how many courses pass all filters.

    Of very many courses some are drawn and stand for the others. Where few pass the
    filters, these are counted nevertheless, each of them, but for what would be there
    without a filter.
    """
    key = replace(wanted, words=None), counting, match is not None
    values = {"at": at, **(match.values if match is not None else {})}
    if held.number <= MOST_COUNTED:
        return _told(session, _statement(*key, Among.ALL), values, counting)
    values["level"] = str(held.level)
    drawn = _told(
        session, _statement(*key, Among.DRAWN), values, counting, of=1 << held.level
    )
    if not drawn.without or drawn.total > MOST_COUNTED:
        return drawn
    few = _told(session, _statement(*key, Among.PASSING), values, counting)
    if few.total > MOST_COUNTED:
        return drawn
    estimated = {each: drawn.counts.get(each, ()) for each in drawn.without}
    return replace(
        few,
        counts={**few.counts, **estimated},
        without=drawn.without,
        estimated=counting.filters & frozenset(estimated),
    )


@built_once
def _statement(
    wanted: Wanted, counting: Counting, is_worded: bool, among: Among
) -> _Statement:
    seen = seen_by(wanted, counting, among, is_worded=is_worded)
    parts = [
        _one(_TOTAL, "", seen, seen.passing(of=seen.kinds)),
        *(
            _one(_WITHOUT, each, seen, seen.passing(each, of=seen.kinds))
            for each in seen.filters
        ),
        *_own(seen, counting),
        *_named(seen, counting),
        *_offered(seen, wanted, counting),
    ]
    if Filter.PLACE in counting.filters:
        parts.append(_placed(seen, wanted))
    made: _Statement = ready(union_all(*parts))
    return made


def _one(kind: str, value: str, seen: Seen, where: ColumnElement[bool]) -> _Part:
    return (
        select(
            literal(kind, Text()),
            literal(value, Text()),
            cast(null(), Text()),
            _sum(seen),
        )
        .select_from(seen.kinds)
        .where(where)
    )


def _sum(seen: Seen) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(seen.kinds.c.courses), 0), BigInteger())


def _own(seen: Seen, counting: Counting) -> Iterator[_Part]:
    """Facets of what a course itself says."""
    kinds, wanted = seen.kinds, counting.filters
    for each in (Filter.CATEGORY, Filter.MODE, Filter.LEVEL):
        if each in wanted:
            titled = each is Filter.CATEGORY
            title = func.min(kinds.c.category_title) if titled else null()
            where = seen.passing(each, of=kinds)
            yield _grouped(each, kinds.c[each], title, kinds, where, _sum(seen))
    for each in (Filter.EVENING, Filter.CHILDCARE):
        if each in wanted:
            yield _one(
                each, "true", seen, and_(kinds.c[each], seen.passing(each, of=kinds))
            )
    if Filter.LANGUAGE in wanted:
        languages = func.unnest(kinds.c.languages)
        spoken = languages.table_valued("value", name="each").render_derived()
        yield _grouped(
            Filter.LANGUAGE,
            spoken.c.value,
            null(),
            kinds.join(spoken, true()),
            seen.passing(Filter.LANGUAGE, of=kinds),
            _sum(seen),
        )
    if Filter.ACCESS in wanted:
        others = seen.passing(Filter.ACCESS, of=kinds)
        for need in Access:
            yield _one(
                Filter.ACCESS, need, seen, and_(kinds.c[meets_column(need)], others)
            )


def _named(seen: Seen, counting: Counting) -> Iterator[_Part]:
    """Facets of what a course names, the most frequent ones; of occupations the unit
    groups."""
    table = seen.table
    unit_group = Concept.level == UNIT_GROUP_LEVEL
    for each, taxonomy, codes, told in (
        (Filter.SKILL, Taxonomy.SKILL, NAMED[Filter.SKILL], true()),
        (Filter.OCCUPATION, Taxonomy.OCCUPATION, NAMED[Filter.OCCUPATION], unit_group),
    ):
        if each not in counting.filters:
            continue
        named = func.unnest(table.c[codes.name])
        code = named.table_valued("value", name="each").render_derived()
        source = table.join(code, true()).join(
            Concept, and_(Concept.taxonomy == taxonomy, Concept.code == code.c.value)
        )
        title = func.min(func.coalesce(Concept.title_id, Concept.title_en))
        where = and_(told, seen.passing(each))
        part = _grouped(each, code.c.value, title, source, where)
        yield part.order_by(func.count().desc(), code.c.value).limit(MOST_NAMED)


def _grouped(
    each: Filter,
    value: ColumnElement[Any],
    title: ColumnElement[Any],
    source: FromClause,
    where: ColumnElement[bool],
    courses: ColumnElement[int] | None = None,
) -> _Part:
    return (
        select(
            literal(each, Text()),
            value,
            cast(title, Text()),
            func.count() if courses is None else courses,
        )
        .select_from(source)
        .where(where, value.is_not(None))
        .group_by(value)
    )


def _offered(seen: Seen, wanted: Wanted, counting: Counting) -> Iterator[_Part]:
    """Facets of what platforms ask."""
    if not counting.filters & {Filter.PLATFORM, Filter.PRICE}:
        return
    offers = _offers(seen)
    fits = costs_as_wanted(wanted, offers.c.price)
    if Filter.PLATFORM in counting.filters:
        yield _grouped(
            Filter.PLATFORM,
            offers.c.platform,
            func.min(offers.c.platform_name),
            offers.join(seen.table, seen.table.c.id == offers.c.course_id),
            and_(fits, seen.passing(Filter.PLATFORM, Filter.PRICE)),
        )
    if not counting.price_steps or Filter.PRICE not in counting.filters:
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
        func.unnest(literal(list(counting.price_steps), ARRAY(BigInteger())))
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


def _placed(seen: Seen, wanted: Wanted) -> _Part:
    """In which provinces there are classes on the days that are asked for."""
    placed = (
        select(Schedule.course_id, Province.code, Province.name)
        .select_from(seen.table)
        .join(Schedule, Schedule.course_id == seen.table.c.id)
        .join(Province, Province.code == func.left(Schedule.district_code, 2))
        .where(
            starts_as_wanted(wanted, at=AT), seen.passing(Filter.PLACE, Filter.START)
        )
        .distinct()
        .subquery("placed")
    )
    name = func.min(placed.c.name)
    return _grouped(Filter.PLACE, placed.c.code, name, placed, true())


def _offers(seen: Seen) -> CTE:
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


def _told(
    session: Session,
    statement: _Statement,
    values: Values,
    counting: Counting,
    of: int = 1,
) -> Facets:
    """What the statement counts, of so many courses one."""
    counts: dict[Filter, list[Count]] = {each: [] for each in Filter}
    without: dict[Filter, int] = {}
    total = 0
    for kind, value, title, number in session.execute(statement, values):
        courses = _about(number * of) if of > 1 else number
        if kind == _TOTAL:
            total = courses
        elif kind == _WITHOUT:
            without[Filter(value)] = courses
        elif courses:
            counts[Filter(kind)].append(Count(value, title, courses))
    for each, listed in counts.items():
        listed.sort(key=_by_price if each is Filter.PRICE else _by_number)
    return Facets(
        total=total,
        exact=of == 1,
        counts={each: listed for each, listed in counts.items() if listed},
        without=without,
        estimated=frozenset() if of == 1 else counting.filters,
    )


def _about(number: int) -> int:
    """An estimate, of which two digits are told."""
    tens: int = 10 ** max(len(str(number)) - 2, 0)
    return (number + tens // 2) // tens * tens


def _by_number(count: Count) -> tuple[int, str]:
    return -count.courses, count.value


def _by_price(count: Count) -> int:
    return int(count.value)
