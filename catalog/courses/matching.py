"""How words are looked for in the catalogue."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.courses.queries import courses_on_sale
from catalog.courses.search import ALIKE_ENOUGH, searchable

_INDONESIAN: ColumnElement[Any] = literal_column("'public.course_words'::regconfig")
_ENGLISH: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")


@dataclass(frozen=True)
class Match:
    """How words are looked for: which courses hold them, and how well."""

    holds: ColumnElement[bool]
    rank: ColumnElement[float]


def holding(words: str) -> Match:
    """Courses that hold all the words: by their Indonesian stems, in title, category
    and summary, in this order of weight, or by their English ones in an English title
    or summary. `"a phrase"`, `or` and `-without` are understood."""
    kept = searchable(words)
    sought = func.websearch_to_tsquery(_INDONESIAN, kept).op("||")(
        func.websearch_to_tsquery(_ENGLISH, kept)
    )
    return Match(
        Course.search.bool_op("@@")(sought), func.ts_rank(Course.search, sought)
    )


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
