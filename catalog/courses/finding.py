"""Finding courses: by words, by words that were mistyped, or by browsing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Double,
    SQLColumnExpression,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from catalog.courses.facets import Facets, count_facets
from catalog.courses.matching import Match, holding, is_held, resembling
from catalog.courses.models import Course, Schedule
from catalog.courses.queries import LOWEST_PRICE, courses_on_sale
from catalog.courses.search import meant
from catalog.courses.wanted import Wanted, conditions, takes_people
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, Page, paginate

# A course without a class to come stands behind all others.
_NEVER = literal(datetime(9999, 12, 31, tzinfo=UTC), DateTime(timezone=True))


class Sort(StrEnum):
    """In which order courses come. The start is that of the next class that takes
    people; a price is the lowest on a platform, else the institution's."""

    RELEVANCE = "relevance"
    TITLE = "title"
    PRICE = "price"
    PRICE_DESCENDING = "-price"
    START = "start"
    NEWEST = "newest"


@dataclass(frozen=True)
class Asked:
    """A search and how its answer is cut into pages. Without a `sort`, the best come
    first where there are words to compare with, else courses come by title."""

    wanted: Wanted
    limit: int
    cursor: str | None = None
    sort: str | None = None


@dataclass(frozen=True)
class Found:
    """A page of courses, and the counts where they were asked for.

    `is_alike` says that no course holds the words and that these resemble them; `meant`
    is then what may have been meant.
    """

    page: Page[Any]
    facets: Facets | None
    is_alike: bool
    meant: str | None


def find_courses(
    asked: Asked,
    *,
    at: datetime,
    counted: bool = False,
    price_steps: Sequence[int] = (),
) -> Found:
    """Browse without words, search with them, and forgive mistypes where no course
    holds them. Opens its own transactions. Raises InvalidCursor."""
    words = (asked.wanted.words or "").strip()

    def found(session: Session, match: Match | None, *, is_alike: bool) -> Found:
        page = _page(session, asked, match, at=at)
        facets = None
        if counted:
            facets = count_facets(
                session, asked.wanted, match, at=at, price_steps=price_steps
            )
        nearest = (course.title for course in page.items)
        better = meant(words, nearest) if is_alike else None
        return Found(page, facets, is_alike, better)

    with reading("courses.find") as session:
        match = holding(words) if words else None
        if match is None or is_held(session, match):
            return found(session, match, is_alike=False)
    with unit_of_work("courses.find_alike") as session:
        return found(session, resembling(session, words), is_alike=True)


def _page(
    session: Session, asked: Asked, match: Match | None, *, at: datetime
) -> Page[Any]:
    query = courses_on_sale().where(*conditions(asked.wanted, at=at).values())
    if match is not None:
        query = query.where(match.holds)
    value, descending = _order(asked.sort, match, at=at)
    keys = [
        Key(value, "sorted_by", descending=descending),
        # Where rows can be compared as a whole, an index answers.
        Key(Course.id, "id", descending=descending and asked.sort in _BACKWARDS),
    ]
    return paginate(
        session,
        query.add_columns(value.label("sorted_by")),
        keys,
        limit=asked.limit,
        cursor=asked.cursor,
        scalars=False,
    )


_BACKWARDS = frozenset({Sort.NEWEST, Sort.PRICE_DESCENDING})


def _order(
    sort: str | None, match: Match | None, *, at: datetime
) -> tuple[SQLColumnExpression[Any], bool]:
    """By what courses come, and whether the greatest is first.

    A rank becomes a double, which a cursor carries there and back exactly.
    """
    price = func.coalesce(LOWEST_PRICE, Course.list_price)
    if sort in (Sort.PRICE, Sort.PRICE_DESCENDING):
        return price, sort == Sort.PRICE_DESCENDING
    if sort == Sort.START:
        return func.coalesce(_next_start(at), _NEVER), False
    if sort == Sort.NEWEST:
        return Course.created_at, True
    if match is not None and sort != Sort.TITLE:
        return cast(match.rank, Double), True
    return Course.title, False


def _next_start(at: datetime) -> ColumnElement[datetime]:
    starts = select(func.min(Schedule.starts_at)).where(
        Schedule.course_id == Course.id, takes_people(at=at)
    )
    return starts.correlate(Course).scalar_subquery()
