"""In which order courses come.

An order is one query or several, each of which an index answers from where the page
before ended: whoever has the value comes by it, whoever has none comes after. Nothing
is computed for courses that are not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session, aliased

from catalog.courses.built import Moment, Query, Values
from catalog.courses.held import looked_at
from catalog.courses.matching import CALLED_SO, HOLDS, RANK, TITLED
from catalog.courses.models import Course, Mode, Offering, Schedule
from catalog.courses.queries import CHEAPEST_OFFERING, IS_OFFERED
from catalog.courses.wanted import is_in_places, runs, takes_people
from catalog.reviews.models import CourseRating
from openapi.pagination import InvalidCursor, Key, Page, paginate

# Who learns from home learns everywhere.
FROM_HOME = (Mode.WEBINAR, Mode.SELF_PACED)


class Nearness(StrEnum):
    """How near the nearest class of a course is, by what it lies in: no register gives
    places that could be measured between."""

    DISTRICT = "district"
    FROM_HOME = "from_home"
    REGENCY = "regency"
    PROVINCE = "province"
    ELSEWHERE = "elsewhere"


# More than any rank: whoever types a title wants that course.
CALLED_SO_COUNTS = 10


@dataclass(frozen=True)
class Part:
    """Courses that come by `keys`, of which the last is the id; a query's column
    `sorted_by` is the first."""

    query: Query
    keys: Sequence[Key]


def by_rank(query: Query, conditions: Sequence[ColumnElement[bool]]) -> list[Part]:
    """By how well they hold the words, all that meet the conditions.

    Courses are ranked whoever teaches them; whether that institution may sell is looked
    at for the best alone.
    """
    return [_ranked(query, _holding("ranked", *conditions))]


def by_rank_of_many(
    query: Query, narrowed: Sequence[ColumnElement[bool]], *, most: int
) -> list[Part]:
    """The same where more than `most` hold the words; `narrowed` are the conditions of
    the filters.

    Those are ranked that are called so and that hold the words in the title, so many of
    each at most, and where these are fewer a quarter as many others.
    """
    titled = _holding("titled", TITLED, *narrowed)
    first = _all_of(titled).limit(most)
    is_full = select(func.count()).select_from(first.subquery()).scalar_subquery()
    ranked = union(
        *(
            some.limit(limit).subquery().select()
            for some, limit in (
                (_all_of(_holding("called", CALLED_SO, *narrowed)), most),
                (_all_of(titled), most),
                (
                    _all_of(_holding("others", HOLDS, *narrowed)),
                    case((is_full >= most, 0), else_=most // 4),
                ),
            )
        )
    ).cte("ranked")
    among = select(ranked.c.id)
    rest = query.where(HOLDS, *narrowed, Course.id.not_in(among))
    # A title may hold the words, and the summary one that is excluded.
    return [_ranked(query.where(_often(HOLDS)), ranked), _part(rest, Course.id)]


def _ranked(query: Query, ranked: CTE) -> Part:
    """Ranks become doubles, which a cursor carries there and back exactly.

    They are sorted before anything is read of the courses: PostgreSQL reads as many as
    the page goes only where it gets them in order.
    """
    in_order = _all_of(ranked).order_by(ranked.c.rank.desc(), ranked.c.id)
    best = in_order.subquery("best")
    told = query.join(best, best.c.id == Course.id).add_columns(
        best.c.rank.label("sorted_by"), _told(None)
    )
    keys = [Key(best.c.rank, "sorted_by", descending=True), Key(best.c.id, "id")]
    return Part(told, keys)


def _holding(name: str, *conditions: ColumnElement[bool]) -> CTE:
    rank = RANK + case((CALLED_SO, CALLED_SO_COUNTS), else_=0)
    ranked = cast(rank, Double).label("rank")
    return looked_at(Course.id, ranked, conditions=conditions, name=name)


def _all_of(table: CTE) -> Select[*tuple[Any, ...]]:
    return select(table.c.id, table.c.rank)


def by_title(query: Query) -> Part:
    return _part(query, Course.title)


def by_price(query: Query, *, descending: bool) -> list[Part]:
    """By the lowest price on a platform; then those that no platform sells, by what
    their institution asks."""
    walked = aliased(Offering, name="walked")
    sold = query.join(walked, walked.course_id == Course.id).where(
        walked.withdrawn_at.is_(None), _often(walked.id == CHEAPEST_OFFERING)
    )
    is_sold = select(Offering.id).where(Offering.course_id == Course.id, IS_OFFERED)
    unsold = query.where(~is_sold.correlate(Course).exists())
    return [
        _part(sold, walked.price, walked.course_id, descending=descending),
        _part(unsold, Course.list_price, descending=descending),
    ]


def by_start(query: Query, *, at: Moment) -> list[Part]:
    """By the next class that takes people; then those without one, by title."""
    walked = aliased(Schedule, name="walked")
    next_class = (
        select(Schedule.id)
        .where(Schedule.course_id == Course.id, takes_people(at=at))
        .order_by(Schedule.starts_at, Schedule.id)
        .limit(1)
        .correlate(Course)
        .scalar_subquery()
    )
    coming = query.join(walked, walked.course_id == Course.id).where(
        walked.cancelled_at.is_(None),
        walked.starts_at > at,
        _often(walked.id == next_class),
    )
    return [
        _part(coming, walked.starts_at, walked.course_id),
        by_title(query.where(~runs(takes_people(at=at)))),
    ]


def by_rating(query: Query) -> list[Part]:
    """By the score that a handful of reviews cannot win; then those that nobody has
    reviewed, by title."""
    is_reviewed = (
        func.greatest(
            CourseRating.stars_1,
            CourseRating.stars_2,
            CourseRating.stars_3,
            CourseRating.stars_4,
            CourseRating.stars_5,
        )
        > 0
    )
    rated = query.join(CourseRating, CourseRating.course_id == Course.id)
    reviews = select(CourseRating.course_id).where(
        CourseRating.course_id == Course.id, is_reviewed
    )
    return [
        _part(
            rated.where(is_reviewed),
            CourseRating.score,
            CourseRating.course_id,
            descending=True,
        ),
        by_title(query.where(~reviews.correlate(Course).exists())),
    ]


def by_newest(query: Query) -> Part:
    return _part(query, Course.created_at, descending=True)


def by_nearness(query: Query, near: str, *, at: Moment) -> list[Part]:
    """By where a class is that takes people, seen from a district, regency or province:
    there, from home, then in what lies around it; each by title."""
    tiers = [
        (level, _in(near[:length], at=at))
        for level, length in (
            (Nearness.DISTRICT, 8),
            (Nearness.REGENCY, 5),
            (Nearness.PROVINCE, 2),
        )
        if len(near) >= length
    ]
    tiers.insert(1, (Nearness.FROM_HOME, Course.mode.in_(FROM_HOME)))
    parts: list[Part] = []
    nearer: list[ColumnElement[bool]] = []
    for level, holds in tiers:
        parts.append(_near(query, level, holds, ~or_(False, *nearer)))
        nearer.append(holds)
    return [*parts, _near(query, Nearness.ELSEWHERE, ~or_(*nearer))]


def page_of(
    session: Session,
    parts: Sequence[Part],
    values: Values,
    *,
    limit: int,
    cursor: str | None,
) -> Page[Any]:
    """One page over the parts, one after the other, asked with the values of their
    parameters; raises InvalidCursor."""
    number, within = _place(cursor, len(parts))
    items: list[Any] = []
    for place in range(number, len(parts)):
        part = parts[place]
        if len(items) == limit:
            if session.execute(part.query.limit(1), values).first() is not None:
                return Page(items, f"{place}.")
            continue
        page = paginate(
            session,
            part.query,
            part.keys,
            limit=limit - len(items),
            cursor=within,
            scalars=False,
            values=values,
        )
        items += page.items
        if page.next_cursor is not None:
            return Page(items, f"{place}.{page.next_cursor}")
        within = None
    return Page(items, None)


def _place(cursor: str | None, parts: int) -> tuple[int, str | None]:
    """Which part a page begins in, and after what of it."""
    if cursor is None:
        return 0, None
    number, _, within = cursor.rpartition(".")
    if number not in {str(place) for place in range(parts)}:
        raise InvalidCursor
    return int(number), within or None


def _part(
    query: Query,
    value: Any,
    key: Any = Course.id,
    *,
    descending: bool = False,
    nearness: Nearness | None = None,
) -> Part:
    keys = [
        Key(value, "sorted_by", descending=descending),
        # Where rows can be compared as a whole, an index answers.
        Key(key, "id", descending=descending),
    ]
    return Part(query.add_columns(value.label("sorted_by"), _told(nearness)), keys)


def _told(nearness: Nearness | None) -> ColumnElement[str]:
    return cast(nearness, Text()).label("nearness")


def _often(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition, of which PostgreSQL expects that it holds for every other row and
    not for one in all: else it looks at all rows before it sorts them."""
    return case((condition, True), else_=False)


def _near(query: Query, level: Nearness, *holds: ColumnElement[bool]) -> Part:
    return _part(query.where(*holds), Course.title, nearness=level)


def _in(place: str, *, at: Moment) -> ColumnElement[bool]:
    return runs(and_(is_in_places((place,)), takes_people(at=at)))
