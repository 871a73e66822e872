"""The taxonomies as shipped in data/taxonomy, read into rows."""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from catalog.taxonomies.models import Kind, Taxonomy
from core.datafiles import read_csv

# ISCO-08 has four levels; ESCO hangs its occupations below the last.
ESCO_OCCUPATION_LEVEL = 5
ESCO_SKILL_LEVEL = 5
BETWEEN = " | "
INDONESIAN = Path(__file__).with_name("indonesian.toml")


@dataclass(frozen=True)
class ConceptRow:
    """A concept as it is stored; None where the publication has no such title."""

    taxonomy: str
    code: str
    kind: str
    level: int
    title_en: str | None = None
    title_id: str | None = None
    alternatives: tuple[str, ...] = ()
    broader: str | None = None
    above: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All names of it, as `folded` writes them."""
        names = (self.title_en, self.title_id, *self.alternatives)
        return folded(" ".join(name for name in names if name))


def folded(text: str) -> str:
    """Small letters without accents, single blanks: how names are compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in parts if not unicodedata.combining(each))
    return " ".join(kept.split())


def read_taxonomies() -> tuple[ConceptRow, ...]:
    """Read what ships: 3,561 occupations with their groups, 14,141 skills with theirs,
    461 units of competence and decrees."""
    rows = [*_occupations(), *_skills(), *_competence_units()]
    return tuple(_with_above([_in_indonesian(row) for row in rows]))


@cache
def indonesian_names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """By code and English title, what we call a concept in Indonesian, the title first.
    The code of a skill is the last part of its URI."""
    document = tomllib.loads(INDONESIAN.read_text(encoding="utf-8"))
    return {
        (code, entry["of"]): tuple(entry["names"])
        for entries in document.values()
        for code, entry in entries.items()
    }


def _in_indonesian(row: ConceptRow) -> ConceptRow:
    """With our names, unless its publisher has one; what an edition calls otherwise
    may mean something else by now, and keeps none."""
    own_part = row.code.rsplit("/", 1)[-1]
    names = indonesian_names().get((own_part, row.title_en or ""))
    if names is None or row.title_id is not None:
        return row
    title, *others = names
    return replace(row, title_id=title, alternatives=(*row.alternatives, *others))


def _occupations() -> Iterator[ConceptRow]:
    for row in read_csv("taxonomy/isco08_groups.csv"):
        yield ConceptRow(
            taxonomy=Taxonomy.OCCUPATION,
            code=row["code"],
            kind=Kind.ISCO_GROUP,
            level=int(row["level"]),
            title_en=row["title"],
            broader=row["parent_code"] or None,
        )
    for row in read_csv("taxonomy/esco_occupations.csv.gz"):
        yield ConceptRow(
            taxonomy=Taxonomy.OCCUPATION,
            code=row["uri"],
            kind=Kind.ESCO_OCCUPATION,
            level=ESCO_OCCUPATION_LEVEL,
            title_en=row["title"],
            alternatives=_names(row["alt_titles"]),
            broader=row["isco08_code"],
        )


def _skills() -> Iterator[ConceptRow]:
    groups = list(read_csv("taxonomy/esco_skill_groups.csv"))
    for row in groups:
        yield ConceptRow(
            taxonomy=Taxonomy.SKILL,
            code=row["uri"],
            kind=Kind.ESCO_SKILL_GROUP,
            level=int(row["level"]) + 1,
            title_en=row["title"],
            broader=row["parent_uri"] or None,
        )
    more = {row["uri"]: row for row in read_csv("taxonomy/esco_transversal_skills.csv")}
    titled = _once((row["title"], row["uri"]) for row in groups)
    for row in read_csv("taxonomy/esco_skills.csv.gz"):
        known = more.get(row["uri"], {"alt_titles": "", "broader_titles": ""})
        broader = (titled.get(each) for each in _names(known["broader_titles"]))
        yield ConceptRow(
            taxonomy=Taxonomy.SKILL,
            code=row["uri"],
            kind=Kind.ESCO_SKILL,
            level=ESCO_SKILL_LEVEL,
            title_en=row["title"],
            alternatives=_names(known["alt_titles"]),
            broader=next((each for each in broader if each), None),
        )


def _competence_units() -> Iterator[ConceptRow]:
    decrees: dict[str, str] = {}
    for row in read_csv("taxonomy/skkni_documents.csv"):
        decrees[row["uuid"]] = row["nomor_kepmenaker"]
        yield ConceptRow(
            taxonomy=Taxonomy.COMPETENCE_UNIT,
            code=row["nomor_kepmenaker"],
            kind=Kind.SKKNI_DOCUMENT,
            level=1,
            title_id=row["judul_skkni"],
        )
    for row in read_csv("taxonomy/skkni_units.csv"):
        yield ConceptRow(
            taxonomy=Taxonomy.COMPETENCE_UNIT,
            code=row["kode_unit"],
            kind=Kind.SKKNI_UNIT,
            level=2,
            title_id=row["judul_unit"],
            broader=decrees[row["document_uuid"]],
        )


def _with_above(rows: list[ConceptRow]) -> Iterator[ConceptRow]:
    broader = {(row.taxonomy, row.code): row.broader for row in rows}
    for row in rows:
        above: list[str] = []
        code = row.broader
        while code is not None:
            above.append(code)
            code = broader[row.taxonomy, code]
        yield replace(row, above=tuple(above))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(BETWEEN) if name.strip())


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The codes by titles, those titles only that stand for one of them."""
    listed = list(pairs)
    counts = Counter(title for title, _ in listed)
    return {title: code for title, code in listed if counts[title] == 1}
