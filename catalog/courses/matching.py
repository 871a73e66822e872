"""How words are looked for in the catalogue."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    case,
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
from catalog.courses.search import Term, terms

_INDONESIAN: ColumnElement[Any] = literal_column("'public.course_words'::regconfig")

# So many of the courses that hold the words are ranked; the others follow by their ids.
MOST_RANKED = 1_000

# What a title that says it all in this order has over others.
SAID_COUNTS = 1.0

# Of so many words at most some may be missing, and of these so many.
MOST_LOOSENED = 8
MOST_MISSING = 3

_ENGLISH: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")


@dataclass(frozen=True)
class Match:
    """How words are looked for: which courses hold them, which of these in the title,
    and how well."""

    words: str
    holds: ColumnElement[bool]
    titled: ColumnElement[bool]
    rank: ColumnElement[float]


def holding(session: Session, words: str, *, but: int = 0) -> Match:
    """Courses that hold all the words, in title, category and summary, in this order of
    weight, or in an English title or summary: by their stems, by other forms of their
    roots, and by words that mean the same. What was typed counts most, and more the
    nearer its words stand together.

    `"a phrase"`, `or` and `-without` are understood. `but` lets so many of the terms be
    missing.
    """
    alternatives = terms(words)
    read = _read(session, alternatives)
    sought = _any(
        _all(read[term][0] for term in some)
        for each in alternatives
        for some in _some_of(each, but)
    )
    typed = _any(
        _all(read[term][1] for term in each if not term.is_excluded)
        for each in alternatives
    )
    titled = _LEXEME.sub(r"\g<0>:A", sought)
    said = func.strpos(func.lower(Course.title), words.strip().lower()) > 0
    rank = (
        func.ts_rank_cd(Course.search, _query(typed))
        + func.ts_rank(Course.search, _query(sought))
        + case((said, SAID_COUNTS), else_=0.0)
    )
    holds = Course.search.bool_op("@@")
    return Match(words, holds(_query(sought)), holds(_query(titled)), rank)


def _some_of(wanted: Sequence[Term], but: int) -> Iterator[Sequence[Term]]:
    """All that is excluded with all but so many of the others, at least one."""
    excluded = [term for term in wanted if term.is_excluded]
    others = [term for term in wanted if not term.is_excluded]
    least = min(len(others), 1)
    for some in combinations(others, max(len(others) - but, least)):
        yield [*some, *excluded]


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


def nearest(session: Session, words: str) -> Match | None:
    """Courses that hold as many of the words as any do; None where there are none.

    Only so many may be missing that the alternatives stay few.
    """
    wanted = max((len(each) for each in terms(words)), default=0)
    for but in range(
        1, min(wanted, MOST_MISSING + 1) if wanted <= MOST_LOOSENED else 0
    ):
        match = holding(session, words, but=but)
        if is_held(session, match):
            return match
    return None


def count_held(session: Session, match: Match, *, most: int) -> int:
    """How many courses on sale hold the words, counted up to `most`."""
    some = courses_on_sale().with_only_columns(literal(1)).where(match.holds)
    counted = select(func.count()).select_from(some.limit(most).subquery("held"))
    return session.scalars(counted).one()


def is_held(session: Session, match: Match) -> bool:
    """Whether any course on sale holds the words. PostgreSQL is asked for many: for one
    alone it would go through the table until it meets it."""
    return count_held(session, match, most=MOST_RANKED + 1) > 0
