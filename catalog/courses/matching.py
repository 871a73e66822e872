"""How words are looked for in the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.courses.queries import courses_on_sale
from catalog.courses.search import ALIKE_ENOUGH, Term, searchable, terms

_INDONESIAN: ColumnElement[Any] = literal_column("'public.course_words'::regconfig")
# An empty query: together with another one it is that other one.
_NOTHING: ColumnElement[Any] = literal_column("''::tsquery")

# So much more what was typed weighs than other words for it.
TYPED_COUNTS = 4

_ENGLISH: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")


@dataclass(frozen=True)
class Match:
    """How words are looked for: which courses hold them, and how well."""

    holds: ColumnElement[bool]
    rank: ColumnElement[float]


def holding(words: str) -> Match:
    """Courses that hold all the words, in title, category and summary, in this order of
    weight, or in an English title or summary: by their stems, by other forms of their
    roots, and by words that mean the same. What was typed counts most.

    `"a phrase"`, `or` and `-without` are understood.
    """
    alternatives = terms(words)
    sought = _any(_all(_sought(term) for term in each) for each in alternatives)
    typed = _any(
        _all(_in_both(term.exact) for term in each if not term.is_excluded)
        for each in alternatives
    )
    rank = TYPED_COUNTS * func.ts_rank(Course.search, typed) + func.ts_rank(
        Course.search, sought
    )
    return Match(Course.search.bool_op("@@")(sought), rank)


def _sought(term: Term) -> ColumnElement[Any]:
    if term.is_excluded:
        return func.tsquery_not(_in_both(term.exact))
    return _in_both(" or ".join((term.exact, *term.also)))


def _in_both(text: str) -> ColumnElement[Any]:
    """The words by their stems in either language."""
    return func.tsquery_or(
        func.websearch_to_tsquery(_INDONESIAN, text),
        func.websearch_to_tsquery(_ENGLISH, text),
    )


def _all(queries: Iterable[ColumnElement[Any]]) -> ColumnElement[Any]:
    return reduce(func.tsquery_and, queries, _NOTHING)


def _any(queries: Iterable[ColumnElement[Any]]) -> ColumnElement[Any]:
    return reduce(func.tsquery_or, queries, _NOTHING)


def resembling(session: Session, words: str) -> Match:
    """Courses whose title resembles the words, for those who mistype.

    Needs a transaction, to which the threshold of likeness is bound.
    """
    session.execute(
        select(func.set_config("pg_trgm.word_similarity_threshold", ALIKE_ENOUGH, True))
    )
    kept = searchable(words) or words
    return Match(
        Course.title.bool_op("%>")(kept), func.word_similarity(kept, Course.title)
    )


def is_held(session: Session, match: Match) -> bool:
    """Whether any course on sale holds the words."""
    return bool(session.scalar(select(courses_on_sale().where(match.holds).exists())))
