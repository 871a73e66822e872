"""The words that courses hold: of titles, to say what somebody who mistyped may mean,
and the stems of all that is said of a course, to look for none that no course holds.

The database keeps them: whatever publishes a course, its words are known (migrations
`title_words` and `what_searches_look_up`). A word may stand there twice, so that nobody
waits for anybody else's new word.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from sqlalchemy import ARRAY, Index, Text, bindparam, func, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.courses.built import Query, built_once, ready
from core.database import Base

# So many words that share letters are compared with what was typed.
COMPARED = 12

# How like what was typed a word has to be (difflib's ratio).
NEAR_ENOUGH = 0.7

SHORTEST = 4


class TitleWord(Base):
    """A word of a published title, Indonesian or English, in small letters without
    accents."""

    __tablename__ = "title_words"
    __table_args__ = (
        Index("ix_title_words_word", "word"),
        Index(
            "ix_title_words_trigrams",
            "word",
            postgresql_using="gin",
            postgresql_ops={"word": "gin_trgm_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]


class DocumentStem(Base):
    """A stem of what is said of a course (`search`) that is published, or was."""

    __tablename__ = "document_stems"
    __table_args__ = (Index("ix_document_stems_stem", "stem"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stem: Mapped[str]


def nearest_words(session: Session, words: Sequence[str]) -> dict[str, str]:
    """For each word that no title holds the one most like it that a title does, where
    one is near enough. Of equals the longer beginning that they share decides."""
    asked = [word for word in words if len(word) >= SHORTEST]
    if not asked:
        return {}
    rows = session.execute(_alike(), {"typed": asked})
    best: dict[str, tuple[float, int, str]] = {}
    for word, other in rows:
        ratio = SequenceMatcher(None, word, other).ratio()
        if ratio >= NEAR_ENOUGH:
            found = (ratio, _shared(word, other), other)
            best[word] = max(best.get(word, found), found)
    return {word: other for word, (_, _, other) in best.items()}


@built_once
def _alike() -> Query:
    """Each of the words `typed` that no title holds with those that share letters."""
    typed = (
        func.unnest(bindparam("typed", type_=ARRAY(Text())))
        .table_valued("word", name="typed")
        .render_derived()
    )
    likeness = func.similarity(TitleWord.word, typed.c.word).label("likeness")
    alike = (
        select(TitleWord.word, likeness)
        .where(TitleWord.word.bool_op("%")(typed.c.word))
        .group_by(TitleWord.word)
        .order_by(likeness.desc(), TitleWord.word)
        .limit(COMPARED)
        .lateral("alike")
    )
    known = select(TitleWord.id).where(TitleWord.word == typed.c.word)
    query: Query = ready(
        select(typed.c.word, alike.c.word)
        .select_from(typed.join(alike, true()))
        .where(~known.correlate(typed).exists())
    )
    return query


def _shared(one: str, other: str) -> int:
    """How many letters they begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    most = min(len(one), len(other))
    return next((place for place, (a, b) in pairs if a != b), most)
