"""How words are looked for in the catalogue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.courses.queries import courses_on_sale
from catalog.courses.search import ALIKE_ENOUGH, Term, searchable, terms

_INDONESIAN: ColumnElement[Any] = literal_column("'public.course_words'::regconfig")

# So much more what was typed weighs than other words for it.
TYPED_COUNTS = 4

_ENGLISH: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")


@dataclass(frozen=True)
class Match:
    """How words are looked for: which courses hold them, which of these in the title,
    and how well."""

    holds: ColumnElement[bool]
    titled: ColumnElement[bool]
    rank: ColumnElement[float]


def holding(session: Session, words: str) -> Match:
    """Courses that hold all the words, in title, category and summary, in this order of
    weight, or in an English title or summary: by their stems, by other forms of their
    roots, and by words that mean the same. What was typed counts most.

    `"a phrase"`, `or` and `-without` are understood.
    """
    alternatives = terms(words)
    read = _read(session, alternatives)
    sought = _any(_all(read[term][0] for term in each) for each in alternatives)
    typed = _any(
        _all(read[term][1] for term in each if not term.is_excluded)
        for each in alternatives
    )
    titled = _LEXEME.sub(r"\g<0>:A", sought)
    rank = TYPED_COUNTS * func.ts_rank(Course.search, _query(typed)) + func.ts_rank(
        Course.search, _query(sought)
    )
    holds = Course.search.bool_op("@@")
    return Match(holds(_query(sought)), holds(_query(titled)), rank)


_LEXEME = re.compile(r"'(?:[^']|'')*'")


def _read(
    session: Session, alternatives: Iterable[Iterable[Term]]
) -> dict[Term, tuple[str, str]]:
    """Each term as PostgreSQL reads it: all that is sought for it, and what was typed.

    One statement that touches no table. Different forms have one stem, and a query that
    says the same once is found in half the time.
    """
    known = list(dict.fromkeys(chain.from_iterable(alternatives)))
    if not known:
        return {}
    read = [
        cast(each, Text()) for term in known for each in (_sought(term), _typed(term))
    ]
    row = session.execute(select(*read)).one()
    said = [_once(text) for text in row]
    return dict(zip(known, zip(said[::2], said[1::2], strict=True), strict=True))


def _sought(term: Term) -> ColumnElement[Any]:
    if term.is_excluded:
        return func.tsquery_not(_typed(term))
    return _in_both(" or ".join((term.exact, *term.also)))


def _typed(term: Term) -> ColumnElement[Any]:
    return _in_both(term.exact)


def _in_both(text: str) -> ColumnElement[Any]:
    """The words by their stems in either language."""
    return func.tsquery_or(
        func.websearch_to_tsquery(_INDONESIAN, text),
        func.websearch_to_tsquery(_ENGLISH, text),
    )


def _once(query: str) -> str:
    """Each alternative of a query once."""
    return " | ".join(dict.fromkeys(query.split(" | ")))


def _all(queries: Iterable[str]) -> str:
    return " & ".join(f"({each})" for each in queries if each)


def _any(queries: Iterable[str]) -> str:
    return " | ".join(f"({each})" for each in queries if each)


def _query(text: str) -> ColumnElement[Any]:
    return cast(literal(text, Text()), TSQUERY())


def resembling(session: Session, words: str) -> Match:
    """Courses whose title resembles the words, for those who mistype.

    Needs a transaction, to which the threshold of likeness is bound.
    """
    session.execute(
        select(func.set_config("pg_trgm.word_similarity_threshold", ALIKE_ENOUGH, True))
    )
    kept = searchable(words) or words
    resembles = Course.title.bool_op("%>")(kept)
    return Match(resembles, resembles, func.word_similarity(kept, Course.title))


def is_held(session: Session, match: Match) -> bool:
    """Whether any course on sale holds the words."""
    return bool(session.scalar(select(courses_on_sale().where(match.holds).exists())))
