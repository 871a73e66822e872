"""Codes of others that a content names: skills, occupations, units of competence."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from catalog.authoring.checking import Checked, Content, Lack, Suggestion
from catalog.taxonomies import Taxonomy
from catalog.taxonomies.queries import (
    MOST_CORRECTED,
    Titled,
    concepts_named,
    loaded_taxonomies,
    nearest,
    titles_of,
)
from core.text import Text

FIELDS = {
    "skills": Taxonomy.SKILL,
    "occupations": Taxonomy.OCCUPATION,
    "competence_units": Taxonomy.COMPETENCE_UNIT,
}
# Of the register of units only a part is known: one that is not in it may exist.
IN_PART = frozenset({Taxonomy.COMPETENCE_UNIT})

_UNKNOWN = Text("There is no {code}.", "Tidak ada {code}.")
_NEAREST = Text(
    "There is no {code}. Nearest: {nearest}.",
    "Tidak ada {code}. Yang terdekat: {nearest}.",
)
_UNHEARD = Text(
    "{code} is not in the part of the register that is known here; look whether it is"
    " spelt right.",
    "{code} tidak ada dalam bagian daftar yang dikenal di sini; periksa ejaannya.",
)
_WITHDRAWN = Text(
    "{code} ({title}) is not in the present edition any more; name another.",
    "{code} ({title}) sudah tidak ada dalam edisi sekarang; pilih yang lain.",
)


def titles_in(session: Session, content: Content) -> list[Titled]:
    """Each code that is named, in the order of the content, with its titles."""
    codes = {taxonomy: content.get(field) or () for field, taxonomy in FIELDS.items()}
    return list(chain.from_iterable(titles_of(session, codes).values()))


def check_concepts(session: Session, content: Content, source: str) -> Checked:
    """Codes that do not exist, with the nearest that do; withdrawn ones are warnings.

    A taxonomy of which nothing was loaded says nothing. `source` is of the rule.
    """
    named = list(_all(content))
    known = concepts_named(session, ((each.taxonomy, each.code) for each in named))
    checked = Checked([], [])
    strange: list[_Named] = []
    for each in named:
        concept = known.get((each.taxonomy, each.code))
        if concept is None:
            strange.append(each)
        elif concept.withdrawn_at is not None:
            title = concept.title_en or concept.title_id
            words = _WITHDRAWN.format(code=each.code, title=title)
            checked.warnings.append(Lack(each.place, "withdrawn", words, source))
    if strange:
        _judge(session, strange, checked, source)
    return checked


@dataclass(frozen=True)
class _Named:
    place: str
    taxonomy: Taxonomy
    code: str


def _all(content: Content) -> Iterator[_Named]:
    for field, taxonomy in FIELDS.items():
        for index, code in enumerate(content.get(field) or ()):
            yield _Named(f"/{field}/{index}", taxonomy, code)


def _judge(
    session: Session, strange: list[_Named], checked: Checked, source: str
) -> None:
    loaded = loaded_taxonomies(session)
    corrected = 0
    for each in strange:
        if each.taxonomy not in loaded:
            continue
        if each.taxonomy in IN_PART:
            words = _UNHEARD.format(code=each.code)
            checked.warnings.append(Lack(each.place, "not-known", words, source))
            continue
        near: tuple[Suggestion, ...] = ()
        if corrected < MOST_CORRECTED:
            corrected += 1
            near = _suggested(session, each)
        listed = ", ".join(f"{one.value} {one.title}" for one in near)
        words = (_NEAREST if near else _UNKNOWN).format(code=each.code, nearest=listed)
        checked.lacks.append(Lack(each.place, "unknown", words, source, near))


def _suggested(session: Session, each: _Named) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(found.code, found.title_en or found.title_id or "")
        for found in nearest(session, each.taxonomy, each.code)
    )
