"""In which order courses come.

An order is one query or several, each of which an index answers from where the page
before ended: whoever has the value comes by it, whoever has none comes after. Nothing
is computed for courses that are not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
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
    true,
    union,
)
from sqlalchemy.orm import Session, aliased

from catalog.courses.matching import Match
from catalog.courses.models import Course, Mode, Offering, Schedule
from catalog.courses.queries import CHEAPEST_OFFERING, IS_OFFERED
from catalog.courses.wanted import is_in_places, runs, takes_people
from catalog.reviews.models import CourseRating
from openapi.pagination import InvalidCursor, Key, Page, paginate

Query = Select[*tuple[Any, ...]]

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


def by_rank(query: Query, match: Match, *, most: int, many: bool) -> list[Part]:
    """By how well they hold the words.

    Where more than `most` do, as `many` says, those are ranked that are called so and
    that hold the words in the title, so many of each at most, and a quarter as many
    others.
    """
    called_so = func.lower(Course.title) == match.words.strip().lower()
    rank = cast(match.rank + case((called_so, CALLED_SO_COUNTS), else_=0), Double)
    # A rank becomes a double, which a cursor carries there and back exactly.
    keys = [Key(rank, "sorted_by", descending=True), Key(Course.id, "id")]
    told = query.where(match.holds).add_columns(rank.label("sorted_by"), _told(None))
    if not many:
        return [Part(told, keys)]
    ids = query.with_only_columns(Course.id)
    ranked = union(
        *(
            ids.where(match.holds, holds).limit(limit).subquery().select()
            for holds, limit in (
                (called_so, most),
                (match.titled, most),
                (true(), most // 4),
            )
        )
    ).cte("ranked")
    among = select(ranked.c.id)
    rest = query.where(match.holds, Course.id.not_in(among))
    return [Part(told.where(Course.id.in_(among)), keys), _part(rest, Course.id)]


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


def by_start(query: Query, *, at: datetime) -> list[Part]:
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


def by_nearness(query: Query, near: str, *, at: datetime) -> list[Part]:
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
    session: Session, parts: Sequence[Part], *, limit: int, cursor: str | None
) -> Page[Any]:
    """One page over the parts, one after the other; raises InvalidCursor."""
    number, within = _place(cursor, len(parts))
    items: list[Any] = []
    for place in range(number, len(parts)):
        part = parts[place]
        if len(items) == limit:
            if session.execute(part.query.limit(1)).first() is not None:
                return Page(items, f"{place}.")
            continue
        page = paginate(
            session,
            part.query,
            part.keys,
            limit=limit - len(items),
            cursor=within,
            scalars=False,
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


def _in(place: str, *, at: datetime) -> ColumnElement[bool]:
    return runs(and_(is_in_places((place,)), takes_people(at=at)))
