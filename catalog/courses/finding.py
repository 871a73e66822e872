"""Finding courses: by words, by words that were mistyped, or by browsing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses.counting import Counting
from catalog.courses.facets import Facets, count_facets
from catalog.courses.matching import (
    MOST_RANKED,
    Match,
    count_held,
    holding,
    is_held,
    nearest,
)
from catalog.courses.ordering import (
    Part,
    Query,
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
from catalog.courses.search import replaced, words_in
from catalog.courses.vocabulary import nearest_words
from catalog.courses.wanted import Wanted, conditions
from core.unit_of_work import reading
from openapi.pagination import Page


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
        held = _held(session, match)
        if match is not None and not held:
            better, match = _forgiven(session, words)
            held, is_alike = _held(session, match), True
        page = _page(session, asked, match, held, at=at)
        facets = None
        if counting is not None:
            facets = count_facets(session, asked.wanted, match, counting, at=at)
        return Found(page, facets, is_alike, better)


def _held(session: Session, match: Match | None) -> int:
    """How many courses hold the words, where more than are ranked: one more."""
    if match is None:
        return 0
    return count_held(session, match, most=MOST_RANKED + 1)


def _forgiven(session: Session, words: str) -> tuple[str | None, Match]:
    """What may have been meant by words that no course holds, and courses that hold it,
    or most of it."""
    known = nearest_words(session, words_in(words))
    meant = replaced(words, known) if known else words
    match = holding(session, meant)
    if not known or not is_held(session, match):
        match = nearest(session, meant) or match
    return (meant if known else None), match


def _page(
    session: Session, asked: Asked, match: Match | None, held: int, *, at: datetime
) -> Page[Any]:
    query = courses_on_sale().where(*conditions(asked.wanted, at=at).values())
    if match is not None and asked.sort not in (None, Sort.RELEVANCE):
        query = query.where(match.holds)
    return page_of(
        session,
        _parts(query, asked, match, held, at=at),
        limit=asked.limit,
        cursor=asked.cursor,
    )


def _parts(
    query: Query, asked: Asked, match: Match | None, held: int, *, at: datetime
) -> list[Part]:
    """Without words there is nothing to be relevant to, and without a place nothing to
    be near to."""
    if asked.sort == Sort.NEAREST and asked.near is not None:
        return by_nearness(query, asked.near, at=at)
    if asked.sort == Sort.START:
        return by_start(query, at=at)
    if asked.sort == Sort.RATING:
        return by_rating(query)
    if asked.sort == Sort.NEWEST:
        return [by_newest(query)]
    if asked.sort in (Sort.PRICE, Sort.PRICE_DESCENDING):
        return by_price(query, descending=asked.sort == Sort.PRICE_DESCENDING)
    if match is not None and asked.sort in (None, Sort.RELEVANCE):
        return by_rank(query, match, most=MOST_RANKED, many=held > MOST_RANKED)
    return [by_title(query)]
