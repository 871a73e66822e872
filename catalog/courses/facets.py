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
    Row,
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

from catalog.courses.built import AT, built_once, ready
from catalog.courses.counting import (
    MOST_COUNTED,
    NAMED,
    Among,
    Counting,
    Seen,
    meets_column,
    seen_by,
)
from catalog.courses.held import Draw, Held
from catalog.courses.matching import Match
from catalog.courses.models import Access, Course, Offering, Schedule
from catalog.courses.queries import IS_OFFERED
from catalog.courses.wanted import (
    Filter,
    Wanted,
    asks_price,
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

# Rows that tell no choice: how many pass all filters, without each, which they are, and
# how many courses are at a price that is asked for.
_TOTAL, _WITHOUT, _LISTED, _PRICED = "total", "without", "listed", "priced"

# Where no more courses are at a price, PostgreSQL is to begin with these.
MOST_PRICED_FIRST = 10_000


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


@dataclass(frozen=True)
class Counted:
    """The counts, and what was learnt on the way of the courses that pass all filters:
    which they are, where they are few of many (as PostgreSQL writes a list), and
    whether few of all are at a price that is asked for."""

    facets: Facets
    passing: str | None = None
    price_first: bool = False


def count_facets(
    session: Session,
    wanted: Wanted,
    match: Match | None,
    held: Held,
    counting: Counting,
    *,
    at: datetime,
) -> Counted:
    """What each choice would leave, and how many courses pass all filters.

    Of very many courses some are drawn and stand for the others. Where few pass the
    filters, these are counted nevertheless, each of them, but for what would be there
    without a filter.
    """
    key = replace(wanted, words=None), counting, match is not None
    words = match.values if match is not None else {}
    values = {"at": at, "ids": held.ids, **words}
    if held.number <= MOST_COUNTED:
        rows = session.execute(_statement(*key, Among.ALL), values).all()
        return Counted(_told(rows, counting))
    values["draw"] = held.draw.word
    rows = session.execute(_statement(*key, Among.DRAWN), values).all()
    drawn = _told(rows, counting, held.draw)
    at_the_price = sum(row.courses for row in rows if row.kind == _PRICED)
    price_first = (
        asks_price(wanted) and held.draw.whole(at_the_price) <= MOST_PRICED_FIRST
    )
    if not drawn.without or drawn.total > MOST_COUNTED:
        return Counted(drawn, price_first=price_first)
    few = session.execute(_statement(*key, Among.PASSING, price_first), values).all()
    each = _told(few, counting)
    if each.total > MOST_COUNTED:
        return Counted(drawn, price_first=price_first)
    set_ones = {one: drawn.counts.get(one, ()) for one in drawn.without}
    facets = replace(
        each,
        counts={**each.counts, **set_ones},
        without=drawn.without,
        estimated=counting.filters & frozenset(set_ones),
    )
    return Counted(facets, next(row.title for row in few if row.kind == _LISTED))


@built_once
def _statement(
    wanted: Wanted,
    counting: Counting,
    is_worded: bool,
    among: Among,
    price_first: bool = False,
) -> _Statement:
    seen = seen_by(
        wanted, counting, among, is_worded=is_worded, price_first=price_first
    )
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
    if among is Among.PASSING:
        parts.append(_listed(seen))
    if Filter.PRICE in seen.filters:
        parts.append(_one(_PRICED, "", seen, seen.met(Filter.PRICE)))
    if Filter.PLACE in counting.filters:
        parts.append(_placed(seen, wanted))
    made: _Statement = ready(union_all(*parts))
    return made


def _listed(seen: Seen) -> _Part:
    ids = func.coalesce(cast(func.array_agg(seen.table.c.id), Text()), "{}")
    return select(
        literal(_LISTED, Text()), cast(null(), Text()), ids, cast(0, BigInteger())
    ).select_from(seen.table)


def _one(kind: str, value: str, seen: Seen, where: ColumnElement[bool]) -> _Part:
    return (
        select(
            literal(kind, Text()).label("kind"),
            literal(value, Text()).label("value"),
            cast(null(), Text()).label("title"),
            _sum(seen).label("courses"),
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
    code = func.left(Schedule.district_code, 2).label("code")
    placed = (
        select(Schedule.course_id, code)
        .select_from(seen.table)
        .join(Schedule, Schedule.course_id == seen.table.c.id)
        .where(
            Schedule.district_code.is_not(None),
            starts_as_wanted(wanted, at=AT),
            seen.passing(Filter.PLACE, Filter.START),
        )
        .distinct()
        .subquery("placed")
    )
    number = func.count().label("courses")
    each = select(placed.c.code, number).group_by(placed.c.code).subquery("each")
    return select(
        literal(Filter.PLACE, Text()), Province.code, Province.name, each.c.courses
    ).join_from(each, Province, Province.code == each.c.code)


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
    rows: Sequence[Row[*tuple[Any, ...]]], counting: Counting, draw: Draw | None = None
) -> Facets:
    """What the rows count, of all courses or of those that are drawn."""
    counts: dict[Filter, list[Count]] = {each: [] for each in Filter}
    without: dict[Filter, int] = {}
    total = 0
    for kind, value, title, number in rows:
        courses = number if draw is None else _about(draw.whole(number))
        if kind == _TOTAL:
            total = courses
        elif kind == _WITHOUT:
            without[Filter(value)] = courses
        elif courses and kind not in (_LISTED, _PRICED):
            counts[Filter(kind)].append(Count(value, title, courses))
    for each, listed in counts.items():
        listed.sort(key=_by_price if each is Filter.PRICE else _by_number)
    return Facets(
        total=total,
        exact=draw is None,
        counts={each: listed for each, listed in counts.items() if listed},
        without=without,
        estimated=frozenset() if draw is None else counting.filters,
    )


def _about(number: int) -> int:
    """An estimate, of which two digits are told."""
    tens: int = 10 ** max(len(str(number)) - 2, 0)
    return (number + tens // 2) // tens * tens


def _by_number(count: Count) -> tuple[int, str]:
    return -count.courses, count.value


def _by_price(count: Count) -> int:
    return int(count.value)
