"""Finding courses: by words, by words that were mistyped, or by browsing."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses.built import AT, Query, built_once, ready
from catalog.courses.counting import MOST_COUNTED, Counting
from catalog.courses.facets import Counted, Facets, count_facets
from catalog.courses.forgiving import forgiven
from catalog.courses.held import LISTED, Held, count_held
from catalog.courses.matching import HOLDS, Match, holding
from catalog.courses.ordering import (
    Part,
    by_nearness,
    by_newest,
    by_price,
    by_rank,
    by_rank_of_many,
    by_rating,
    by_start,
    by_title,
    page_of,
)
from catalog.courses.queries import courses_on_sale
from catalog.courses.wanted import Wanted, narrowed
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
        counted = None
        if counting is not None:
            counted = count_facets(session, asked.wanted, match, held, counting, at=at)
        page = _page(session, asked, match, held, counted, at=at)
        facets = None if counted is None else counted.facets
        return Found(page, facets, is_alike, better)


def _most() -> int:
    """As far as it matters how many there are: for what is ranked and what counted."""
    return max(MOST_RANKED, MOST_COUNTED)


def _page(
    session: Session,
    asked: Asked,
    match: Match | None,
    held: Held,
    counted: Counted | None,
    *,
    at: datetime,
) -> Page[Any]:
    """The page; of courses that were found already, these are all there is to sort."""
    passing = None if counted is None else counted.passing
    parts = _parts(
        replace(asked.wanted, words=None) if passing is None else Wanted(),
        asked.sort,
        asked.near if asked.sort == Sort.NEAREST else None,
        is_worded=match is not None,
        through=_through(match, held, passing),
        price_first=passing is None and counted is not None and counted.price_first,
        most=MOST_RANKED,
    )
    words = match.values if match is not None else {}
    ids = held.ids if passing is None else passing
    values = {"at": at, "ids": ids, **words}
    return page_of(session, parts, values, limit=asked.limit, cursor=asked.cursor)


class Through(Enum):
    """Which courses are gone through: all; those that hold the words; or those that
    are known by their ids."""

    ALL = "all"
    HOLDING = "holding"
    KNOWN = "known"


_GONE_THROUGH = {
    Through.ALL: (),
    Through.HOLDING: (HOLDS,),
    Through.KNOWN: (LISTED,),
}


def _through(match: Match | None, held: Held, passing: str | None) -> Through:
    if passing is not None or (match is not None and held.number <= MOST_RANKED):
        return Through.KNOWN
    return Through.ALL if match is None else Through.HOLDING


@built_once
def _parts(
    wanted: Wanted,
    sort: str | None,
    near: str | None,
    *,
    is_worded: bool,
    through: Through,
    price_first: bool,
    most: int,
) -> list[Part]:
    """Without words there is nothing to be relevant to, and without a place nothing to
    be near to."""
    filters = narrowed(wanted, at=AT, price_first=price_first)
    if is_worded and sort in (None, Sort.RELEVANCE):
        if through is Through.KNOWN:
            parts = by_rank(courses_on_sale(), [LISTED, *filters])
        else:
            parts = by_rank_of_many(courses_on_sale(), filters, most=most)
    else:
        parts = _sorted(
            courses_on_sale().where(*_GONE_THROUGH[through], *filters), sort, near
        )
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
