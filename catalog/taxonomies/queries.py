"""Finding concepts: by words, by code, along the tree, and the nearest to a mistake."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    Double,
    Select,
    Text,
    and_,
    any_,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from catalog.taxonomies.models import (
    GROUPS,
    UNIT_GROUP_LEVEL,
    Concept,
    Kind,
    Taxonomy,
)
from catalog.taxonomies.reading import folded
from openapi.pagination import Key, Page, paginate

# From which likeness a name counts as meant, and from which where none does. Letters
# that changed places in a short word leave little: `pyhton` is 0.29 like `python`.
ALIKE_ENOUGH = "0.5"
ALIKE_AT_ALL = "0.28"
# So many mistaken codes are given others that may have been meant, so many each.
MOST_CORRECTED = 5
SUGGESTED = 3

Named = tuple[str, str]


@dataclass(frozen=True)
class Sought:
    """What of a taxonomy is asked for: by words, by codes, or the children of `under`;
    with none of them the top of its tree. Words with `under` look in all that is below.
    """

    taxonomy: Taxonomy
    words: str = ""
    codes: tuple[str, ...] = ()
    under: str | None = None


def find_concepts(
    session: Session, sought: Sought, *, limit: int, cursor: str | None
) -> Page[Any]:
    """A page of concepts, the best first where there are words, else by code.

    Needs a transaction, to which the threshold of likeness is bound. What is withdrawn
    is found by its code only. Raises InvalidCursor.
    """
    query = _shown().where(Concept.taxonomy == sought.taxonomy)
    keys = [Key(Concept.code, "code")]
    if sought.codes:
        query = query.where(Concept.code.in_(sought.codes))
        return paginate(session, query, keys, limit=limit, cursor=cursor, scalars=False)
    query = query.where(Concept.withdrawn_at.is_(None))
    words = folded(sought.words)
    if words:
        rank = cast(likeness(words), Double)
        query = query.where(Concept.words.bool_op("%>")(words))
        keys = [Key(rank, "rank", descending=True), *keys]
        if sought.under is not None:
            inside = literal([sought.under], ARRAY(Text()))
            query = query.where(Concept.above.bool_op("@>")(inside))
        forgive(session, ALIKE_ENOUGH)
        if not session.scalar(select(query.exists())):
            forgive(session, ALIKE_AT_ALL)
        query = query.add_columns(rank.label("rank"))
    elif sought.under is not None:
        query = query.where(Concept.broader == sought.under)
    else:
        query = query.where(Concept.broader.is_(None), Concept.kind.in_(GROUPS))
    return paginate(session, query, keys, limit=limit, cursor=cursor, scalars=False)


def concepts_named(session: Session, names: Iterable[Named]) -> Mapping[Named, Concept]:
    """The concepts of these taxonomies and codes, withdrawn ones too."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    found = session.scalars(
        select(Concept).where(tuple_(Concept.taxonomy, Concept.code).in_(wanted))
    )
    return {(each.taxonomy, each.code): each for each in found}


@dataclass(frozen=True)
class Titled:
    """A code that somebody named, with the titles that it stands for; without any where
    nobody published it."""

    taxonomy: str
    code: str
    title_en: str | None
    title_id: str | None
    withdrawn: bool

    def title(self, locale: str) -> str:
        """In this language or the other one, else the code."""
        both = (self.title_id, self.title_en)
        ordered = both if locale == "id" else both[::-1]
        return next((each for each in ordered if each), self.code)


def titles_of(
    session: Session, codes: Mapping[Taxonomy, Sequence[str]]
) -> dict[Taxonomy, list[Titled]]:
    """The codes of each taxonomy in the order given, with their titles."""
    known = titled(session, codes)
    return {
        each: [known[each, code] for code in named] for each, named in codes.items()
    }


def titled(
    session: Session, codes: Mapping[Taxonomy, Collection[str]]
) -> dict[Named, Titled]:
    """What these codes stand for: one read of their titles alone, however many."""
    found: dict[Named, Titled] = {
        (each, code): Titled(each, code, None, None, withdrawn=False)
        for each, named in codes.items()
        for code in named
    }
    if not found:
        return found
    wanted = (
        and_(
            Concept.taxonomy == each,
            Concept.code == any_(literal(sorted(named), ARRAY(Text()))),
        )
        for each, named in codes.items()
        if named
    )
    for row in session.execute(
        select(
            Concept.taxonomy,
            Concept.code,
            Concept.title_en,
            Concept.title_id,
            Concept.withdrawn_at.is_not(None),
        ).where(or_(*wanted))
    ):
        found[row.taxonomy, row.code] = Titled(*row)
    return found


def loaded_taxonomies(session: Session) -> frozenset[str]:
    """Those of which there is any concept."""
    return frozenset(
        each
        for each in Taxonomy
        if session.scalar(
            select(select(Concept.code).where(Concept.taxonomy == each).exists())
        )
    )


def nearest(session: Session, taxonomy: str, code: str) -> Sequence[Concept]:
    """The concepts that a course may name whose codes are most like this one, which is
    none.

    Looked for among those that begin or end like it: an ESCO URI is long and mostly the
    same in all of them.
    """
    path, _, own = code.rpartition("/")
    beginning = len(path) + 1 + max(1, len(own) // 4) if path else max(1, len(own) // 4)
    alike = or_(
        func.left(Concept.code, beginning) == code[:beginning],
        func.right(Concept.code, 4) == code[-4:],
    )
    return session.scalars(
        select(Concept)
        .where(
            Concept.taxonomy == taxonomy,
            Concept.withdrawn_at.is_(None),
            or_(Concept.kind != Kind.ISCO_GROUP, Concept.level == UNIT_GROUP_LEVEL),
            Concept.kind != Kind.ESCO_OCCUPATION,
            alike,
        )
        .order_by(func.similarity(Concept.code, code).desc(), Concept.code)
        .limit(SUGGESTED)
    ).all()


def _shown() -> Select[*tuple[Any, ...]]:
    below = aliased(Concept, name="below")
    has_narrower = (
        select(literal(1))
        .where(
            and_(
                below.taxonomy == Concept.taxonomy,
                below.broader == Concept.code,
                below.withdrawn_at.is_(None),
            )
        )
        .exists()
    )
    return select(
        Concept.code,
        Concept.kind,
        Concept.level,
        Concept.title_en,
        Concept.title_id,
        Concept.alternatives,
        Concept.broader,
        Concept.above,
        has_narrower.label("has_narrower"),
        Concept.withdrawn_at,
    )


def likeness(words: Any) -> Any:
    """How well the words are found in any name, and how near they are to the title."""
    title = func.lower(func.coalesce(Concept.title_en, Concept.title_id))
    return func.word_similarity(words, Concept.words) + func.similarity(words, title)


def forgive(session: Session, least: str) -> None:
    session.execute(
        select(func.set_config("pg_trgm.word_similarity_threshold", least, True))
    )
