"""Finding courses: by words, by words that were mistyped, or by browsing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Offering
from catalog.courses.queries import IS_OFFERED, courses_on_sale
from catalog.courses.search import ALIKE_ENOUGH, searchable
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Key, Page, paginate
from partners.organisations import Organisation

_CONFIGURATION: ColumnElement[Any] = literal_column("'public.course_words'::regconfig")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; None means that it does not matter.

    `max_price` is whole rupiah and asks for an offering at that price or less, on
    `platform` (the code of one) when that is given too.
    """

    words: str | None = None
    category: str | None = None
    mode: str | None = None
    max_price: int | None = None
    platform: str | None = None


def find_courses(wanted: Wanted, *, limit: int, cursor: str | None) -> Page[Any]:
    """Browse without words, search with them, and forgive mistypes where no course
    holds them. Opens its own transactions. Raises InvalidCursor."""
    with reading("courses.find") as session:
        if wanted.words is None or not wanted.words.strip():
            return browse_courses(session, wanted, limit=limit, cursor=cursor)
        found = search_courses(session, wanted, limit=limit, cursor=cursor)
    if found.items:
        return found
    with unit_of_work("courses.find_alike") as session:
        return search_alike(session, wanted, limit=limit, cursor=cursor)


def browse_courses(
    session: Session, wanted: Wanted, *, limit: int, cursor: str | None
) -> Page[Any]:
    """Courses on sale by title. Raises InvalidCursor."""
    keys = [Key(Course.title, "title"), Key(Course.id, "id")]
    query = _filtered(courses_on_sale(), wanted)
    return paginate(session, query, keys, limit=limit, cursor=cursor, scalars=False)


def search_courses(
    session: Session, wanted: Wanted, *, limit: int, cursor: str | None
) -> Page[Any]:
    """Courses on sale that hold all the words, best first. Raises InvalidCursor.

    The words are looked for by their Indonesian stems in title, category and summary,
    in this order of weight; `"a phrase"`, `or` and `-without` are understood.
    """
    sought = func.websearch_to_tsquery(_CONFIGURATION, searchable(wanted.words or ""))
    rank = func.ts_rank(Course.search, sought)
    query = courses_on_sale().where(Course.search.op("@@")(sought))
    return _ranked(session, query, rank, wanted, limit=limit, cursor=cursor)


def search_alike(
    session: Session, wanted: Wanted, *, limit: int, cursor: str | None
) -> Page[Any]:
    """Courses on sale whose title resembles the words, for those who mistype.

    Needs a transaction, to which the threshold of likeness is bound.
    """
    asked = wanted.words or ""
    words = searchable(asked) or asked
    session.execute(
        select(func.set_config("pg_trgm.word_similarity_threshold", ALIKE_ENOUGH, True))
    )
    likeness = func.word_similarity(words, Course.title)
    query = courses_on_sale().where(Course.title.op("%>")(words))
    return _ranked(session, query, likeness, wanted, limit=limit, cursor=cursor)


def _ranked(
    session: Session,
    query: Select[*tuple[Any, ...]],
    rank: ColumnElement[float],
    wanted: Wanted,
    *,
    limit: int,
    cursor: str | None,
) -> Page[Any]:
    """The rank becomes a double, which a cursor carries there and back exactly."""
    exact = cast(rank, Double)
    query = _filtered(query.add_columns(exact.label("rank")), wanted)
    keys = [Key(exact, "rank", descending=True), Key(Course.id, "id")]
    return paginate(session, query, keys, limit=limit, cursor=cursor, scalars=False)


def _filtered(
    query: Select[*tuple[Any, ...]], wanted: Wanted
) -> Select[*tuple[Any, ...]]:
    if wanted.category is not None:
        query = query.where(Course.category == wanted.category)
    if wanted.mode is not None:
        query = query.where(Course.mode == wanted.mode)
    if wanted.max_price is not None or wanted.platform is not None:
        query = query.where(_is_offered(wanted))
    return query


def _is_offered(wanted: Wanted) -> ColumnElement[bool]:
    offered = select(Offering.id).where(Offering.course_id == Course.id, IS_OFFERED)
    if wanted.max_price is not None:
        offered = offered.where(Offering.price <= wanted.max_price)
    if wanted.platform is not None:
        platform = (
            select(Organisation.id)
            .where(Organisation.code == wanted.platform)
            .correlate(None)
            .scalar_subquery()
        )
        offered = offered.where(Offering.platform_id == platform)
    return offered.correlate(Course).exists()
