"""Titles of skills, occupations and units of competence in the cells of a list."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from catalog.imports.cells import kinds
from catalog.imports.cells.concepts import Part, Parts
from catalog.imports.mapping import RowRead
from catalog.taxonomies.models import Taxonomy
from catalog.taxonomies.titles import Meaning, Names, names_of, near_titles

TAXONOMIES = {
    "skills": Taxonomy.SKILL,
    "occupations": Taxonomy.OCCUPATION,
    "competence_units": Taxonomy.COMPETENCE_UNIT,
}
# Looking for what is near takes some milliseconds a title; a list of which so many are
# not known has a column that holds something else.
MOST_CORRECTED = 300


class Concepts:
    """What the titles of one list stand for. The names of a taxonomy are read when the
    first title of it comes, and what is near to a title once."""

    def __init__(self) -> None:
        self._names: dict[str, Names] = {}
        self._near: dict[tuple[str, str], list[Meaning]] = {}

    def settle(self, session: Session, rows: Sequence[RowRead]) -> None:
        """Put codes into the rows where each title stands for one, and report for each
        cell what was understood, or why nothing is taken."""
        for field, taxonomy in TAXONOMIES.items():
            named = [(row, row.titles[field]) for row in rows if field in row.titles]
            if not named:
                continue
            if field not in self._names:
                self._names[field] = names_of(session, taxonomy)
            names = self._names[field]
            unknown = {
                part.text
                for _, parts in named
                for part in parts.parts
                if not part.is_code and not _meanings(names, part.text)
            }
            self._look_near(session, field, unknown)
            for row, parts in named:
                self._settle(row, field, parts)

    def _look_near(self, session: Session, field: str, unknown: Iterable[str]) -> None:
        room = MOST_CORRECTED - len(self._near)
        new = sorted(each for each in unknown if (field, each) not in self._near)
        found = near_titles(session, TAXONOMIES[field], new[: max(0, room)])
        self._near |= {(field, text): near for text, near in found.items()}

    def _settle(self, row: RowRead, field: str, parts: Parts) -> None:
        column = row.columns.get(field, "")
        codes: list[str] = []
        understood: list[str] = []
        for part in parts.parts:
            found = self._codes(row, field, part, understood)
            if found is None:
                return
            codes += found
        codes = list(dict.fromkeys(codes))
        if len(codes) > parts.most:
            row.report(kinds.LIST_TOO_LONG, column, "", limit=parts.most)
            return
        row.report(
            kinds.TITLES_UNDERSTOOD,
            column,
            " | ".join(part.text for part in parts.parts),
            understood="; ".join(understood),
        )
        row.patch[field] = codes

    def _codes(
        self, row: RowRead, field: str, part: Part, understood: list[str]
    ) -> list[str] | None:
        """The codes of a part; None where it says none or several: that is reported."""
        if part.is_code:
            return [part.text]
        column = row.columns.get(field, "")
        found = _meanings(self._names[field], part.text)
        for meanings in found:
            if len(meanings) > 1:
                choices = "; ".join(map(_shown, meanings[:10]))
                row.report(kinds.TITLE_AMBIGUOUS, column, part.text, choices=choices)
                return None
        if not found:
            near = self._near.get((field, part.text), [])
            kind = kinds.CONCEPT_NEAR if near else kinds.CONCEPT_UNKNOWN
            row.report(kind, column, part.text, near="; ".join(map(_shown, near)))
            return None
        understood += [_shown(meaning) for (meaning,) in found]
        return [meaning.code for (meaning,) in found]


def _meanings(names: Names, text: str) -> list[tuple[Meaning, ...]]:
    """What the whole text stands for; else, where commas part it into names that are
    all known, what each of them does."""
    if whole := names.meanings(text):
        return [whole]
    pieces = [names.meanings(piece) for piece in text.split(",") if piece.strip()]
    return pieces if all(pieces) else []


def _shown(meaning: Meaning) -> str:
    return f"{meaning.title} ({meaning.code})"
