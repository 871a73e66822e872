"""Finding courses: by words, by words that were mistyped, or by browsing."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses.built import AT, Query, built_once, ready
from catalog.courses.counting import MOST_COUNTED, Counting
from catalog.courses.facets import Facets, count_facets
from catalog.courses.forgiving import forgiven
from catalog.courses.held import Held, count_held
from catalog.courses.matching import HOLDS, Match, holding
from catalog.courses.ordering import (
    Part,
    by_nearness,
    by_newest,
    by_price,
    by_rank,
    by_rating,
    by_start,
    by_title,
    page_of,
)
from catalog.courses.queries import courses_on_sale
from catalog.courses.wanted import Wanted, conditions
from core.unit_of_work import reading
from openapi.pagination import Page

# So many of the courses that hold the words are ranked; the others follow by their ids.
MOST_RANKED = 1_000


class Sort(StrEnum):
    """In which order courses come. The start is that of the next class that takes
    people; a price is the lowest on a platform, else the institution's."""

    RELEVANCE = "relevance"
    TITLE = "title"
    PRICE = "price"
    PRICE_DESCENDING = "-price"
    START = "start"
    NEWEST = "newest"
    RATING = "rating"
    NEAREST = "nearest"


@dataclass(frozen=True)
class Asked:
    """A search and how its answer is cut into pages. Without a `sort`, the best come
    first where there are words to compare with, else courses come by title. `near` is
    the code of the district, regency or province from which the nearest are seen."""

    wanted: Wanted
    limit: int
    cursor: str | None = None
    sort: str | None = None
    near: str | None = None


@dataclass(frozen=True)
class Found:
    """A page of courses, and the counts where they were asked for.

    `is_alike` says that no course holds the words and that these come nearest; `meant`
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
    counting: Counting | None = None,
) -> Found:
    """Browse without words, search with them, and forgive mistypes where no course
    holds them; count the choices where that is asked for. Opens its own transactions.
    Raises InvalidCursor."""
    words = (asked.wanted.words or "").strip()
    with reading("courses.find") as session:
        match = holding(session, words) if words else None
        better, is_alike = None, False
        held = Held(0, 0)
        if match is not None or counting is not None:
            held = count_held(session, match, most=_most())
        if match is not None and not held.number:
            better, match, held = forgiven(session, words, most=_most())
            is_alike = True
        page = _page(session, asked, match, held, at=at)
        facets = None
        if counting is not None:
            facets = count_facets(session, asked.wanted, match, held, counting, at=at)
        return Found(page, facets, is_alike, better)


def _most() -> int:
    """As far as it matters how many there are: for what is ranked and what counted."""
    return max(MOST_RANKED, MOST_COUNTED)


def _page(
    session: Session, asked: Asked, match: Match | None, held: Held, *, at: datetime
) -> Page[Any]:
    parts = _parts(
        replace(asked.wanted, words=None),
        asked.sort,
        asked.near if asked.sort == Sort.NEAREST else None,
        is_worded=match is not None,
        many=held.number > MOST_RANKED,
        most=MOST_RANKED,
    )
    values = {"at": at, **(match.values if match is not None else {})}
    return page_of(session, parts, values, limit=asked.limit, cursor=asked.cursor)


@built_once
def _parts(
    wanted: Wanted,
    sort: str | None,
    near: str | None,
    *,
    is_worded: bool,
    many: bool,
    most: int,
) -> list[Part]:
    """Without words there is nothing to be relevant to, and without a place nothing to
    be near to."""
    narrowed = list(conditions(wanted, at=AT).values())
    if is_worded and sort in (None, Sort.RELEVANCE):
        parts = by_rank(courses_on_sale(), narrowed, most=most, many=many)
    else:
        holds = [HOLDS] if is_worded else []
        query = courses_on_sale().where(*holds, *narrowed)
        parts = _sorted(query, sort, near)
    for part in parts:
        ready(part.query.order_by(*(key.column for key in part.keys)))
    return parts


def _sorted(query: Query, sort: str | None, near: str | None) -> list[Part]:
    if sort == Sort.NEAREST and near is not None:
        return by_nearness(query, near, at=AT)
    if sort == Sort.START:
        return by_start(query, at=AT)
    if sort == Sort.RATING:
        return by_rating(query)
    if sort == Sort.NEWEST:
        return [by_newest(query)]
    if sort in (Sort.PRICE, Sort.PRICE_DESCENDING):
        return by_price(query, descending=sort == Sort.PRICE_DESCENDING)
    return [by_title(query)]
