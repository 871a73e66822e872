"""How words are looked for in the catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from catalog.courses.built import Values
from catalog.courses.models import Course
from catalog.courses.search import Term, terms
from catalog.courses.vocabulary import DocumentStem

_INDONESIAN: ColumnElement[Any] = literal_column("'public.course_words'::regconfig")

# What a title that says it all in this order has over others.
SAID_COUNTS = 1.0

_ENGLISH: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")


@dataclass(frozen=True)
class Match:
    """How words are looked for: `sought` is all that means them and `typed` what was
    typed, both as PostgreSQL writes a query."""

    words: str
    sought: str
    typed: str

    @property
    def values(self) -> Values:
        """What the conditions below are asked with."""
        said = self.words.strip().lower()
        return {"sought": self.sought, "typed": self.typed, "said": said}


def _query(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=Text()), TSQUERY())


_TYPED = bindparam("said", type_=Text())

# Which courses hold the words, which of these in the title (as ix_courses_titled says
# it), which are called so, and how well they hold them.
HOLDS: ColumnElement[bool] = Course.search.bool_op("@@")(_query("sought"))
TITLED: ColumnElement[bool] = literal_column(
    "ts_filter(courses.search, '{a}')"
).bool_op("@@")(_query("sought"))
CALLED_SO: ColumnElement[bool] = func.lower(Course.title) == _TYPED
RANK: ColumnElement[float] = (
    func.ts_rank_cd(Course.search, _query("typed"))
    + func.ts_rank(Course.search, _query("sought"))
    + case((func.strpos(func.lower(Course.title), _TYPED) > 0, SAID_COUNTS), else_=0.0)
)


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
    return Match(words, sought, typed)


def _some_of(wanted: Sequence[Term], but: int) -> Iterator[Sequence[Term]]:
    """All that is excluded with all but so many of the others, at least one."""
    excluded = [term for term in wanted if term.is_excluded]
    others = [term for term in wanted if not term.is_excluded]
    least = min(len(others), 1)
    for some in combinations(others, max(len(others) - but, least)):
        yield [*some, *excluded]


def _read(
    session: Session, alternatives: Iterable[Iterable[Term]]
) -> dict[Term, tuple[str, str]]:
    """Each term as PostgreSQL reads it: all that is sought for it, and what was typed.

    Different forms have one stem, and most forms that a word may have are in no course.
    A query that says the same once, and nothing for which no course can be found, is
    found and ranked in a third of the time.
    """
    known = list(dict.fromkeys(chain.from_iterable(alternatives)))
    if not known:
        return {}
    texts = [
        text
        for term in known
        for text in (" or ".join((term.exact, *term.also)), term.exact)
    ]
    rows = session.execute(_READ, {"texts": texts}).all()
    read = {}
    for term, spread, exact in zip(known, rows[::2], rows[1::2], strict=True):
        typed = _once(exact.said)
        also = [each for each in (typed, spread.held) if each]
        sought = _without(typed) if term.is_excluded else _once(" | ".join(also))
        read[term] = sought, typed
    return read


_TEXTS = (
    func.unnest(bindparam("texts", type_=ARRAY(Text())))
    .table_valued("text", with_ordinality="place", name="texts")
    .render_derived()
)

# The words of each text by their stems in either language.
_SAID = (
    select(
        _TEXTS.c.place,
        cast(
            func.tsquery_or(
                func.websearch_to_tsquery(_INDONESIAN, _TEXTS.c.text),
                func.websearch_to_tsquery(_ENGLISH, _TEXTS.c.text),
            ),
            Text(),
        ).label("said"),
    )
    .cte("said")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)

_EACH = (
    func.unnest(func.string_to_array(_SAID.c.said, " | "))
    .table_valued("alternative", name="each")
    .render_derived()
)

# A stem alone, as PostgreSQL writes it, and not a phrase.
_IS_A_STEM = _EACH.c.alternative.op("~")(r"^'[^'\\]+'$")

_IS_KNOWN = (
    select(DocumentStem.id)
    .where(DocumentStem.stem == func.btrim(_EACH.c.alternative, "'"))
    .correlate(_EACH)
    .exists()
)

# With those of its alternatives that a course can hold.
_HELD = (
    select(func.string_agg(_EACH.c.alternative, " | "))
    .select_from(_EACH)
    .where(or_(~_IS_A_STEM, _IS_KNOWN))
    .correlate(_SAID)
    .scalar_subquery()
)

_READ = select(_SAID.c.said, _HELD.label("held")).order_by(_SAID.c.place)


def _without(query: str) -> str:
    return f"!({query})" if query else ""


def _once(query: str) -> str:
    """Each alternative of a query once."""
    return " | ".join(dict.fromkeys(query.split(" | ")))


def _all(queries: Iterable[str]) -> str:
    return " & ".join(f"({each})" for each in queries if each)


def _any(queries: Iterable[str]) -> str:
    return " | ".join(f"({each})" for each in queries if each)
