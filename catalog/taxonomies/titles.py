"""What a title stands for: the codes that a course may name by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, Select, Text, func, literal, or_, select, true
from sqlalchemy.orm import Session

from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Concept, Kind, Taxonomy
from catalog.taxonomies.queries import ALIKE_AT_ALL, SUGGESTED, forgive, likeness
from catalog.taxonomies.reading import folded


@dataclass(frozen=True)
class Meaning:
    """A code, and the title that was published for it."""

    code: str
    title: str


@dataclass(frozen=True)
class Names:
    """The meanings of folded titles, and of the other names that were published."""

    titles: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    others: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)

    def meanings(self, text: str) -> tuple[Meaning, ...]:
        """What the text stands for, but for case, accents and blanks: those whose title
        it is, else those of which it is another name; none if nobody knows it."""
        key = folded(text)
        return self.titles.get(key) or self.others.get(key, ())


def names_of(session: Session, taxonomy: Taxonomy) -> Names:
    """All names of what a course may name of a taxonomy; an occupation of ESCO stands
    for the unit group of ISCO-08 that it is in, which is what a course names."""
    titles: dict[str, dict[str, Meaning]] = defaultdict(dict)
    others: dict[str, dict[str, Meaning]] = defaultdict(dict)
    for row in session.execute(_nameable(taxonomy)):
        meaning = _meaning(row)
        for title in (row.title_en, row.title_id):
            if title:
                titles[folded(title)][meaning.code] = meaning
        for name in row.alternatives:
            others[folded(name)][meaning.code] = meaning
    return Names(_listed(titles), _listed(others))


def near_titles(
    session: Session, taxonomy: Taxonomy, texts: Sequence[str]
) -> dict[str, list[Meaning]]:
    """For each text the meanings of the names that are most like it, in one statement.

    Needs a transaction, to which the threshold of likeness is bound.
    """
    near: dict[str, list[Meaning]] = {text: [] for text in texts}
    if not texts:
        return near
    forgive(session, ALIKE_AT_ALL)
    keys = {text: folded(text) for text in texts}
    sought = (
        func.unnest(literal(list(keys.values()), ARRAY(Text())))
        .table_valued("value")
        .render_derived(name="sought")
    )
    alike = (
        _nameable(taxonomy)
        .where(Concept.words.bool_op("%>")(sought.c.value))
        .order_by(likeness(sought.c.value).desc(), Concept.code)
        .limit(SUGGESTED)
        .lateral("alike")
    )
    found: dict[str, dict[str, Meaning]] = defaultdict(dict)
    for row in session.execute(select(sought.c.value, alike).join(alike, true())):
        meaning = _meaning(row)
        found[row.value][meaning.code] = meaning
    return {text: list(found[key].values()) for text, key in keys.items()}


def _nameable(taxonomy: Taxonomy) -> Select[*tuple[Any, ...]]:
    return select(
        Concept.code,
        Concept.kind,
        Concept.title_en,
        Concept.title_id,
        Concept.alternatives,
        Concept.broader,
    ).where(
        Concept.taxonomy == taxonomy,
        Concept.withdrawn_at.is_(None),
        Concept.kind != Kind.SKKNI_DOCUMENT,
        or_(Concept.kind != Kind.ISCO_GROUP, Concept.level == UNIT_GROUP_LEVEL),
    )


def _meaning(row: Any) -> Meaning:
    title = row.title_en or row.title_id
    is_within = row.kind == Kind.ESCO_OCCUPATION
    return Meaning(row.broader if is_within else row.code, title)


def _listed(
    names: Mapping[str, Mapping[str, Meaning]],
) -> dict[str, tuple[Meaning, ...]]:
    return {name: tuple(found.values()) for name, found in names.items()}
