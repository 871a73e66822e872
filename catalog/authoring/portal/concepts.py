"""Skills, occupations and units of competence, found by words to be ticked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.concepts import FIELDS, titles_in
from catalog.authoring.portal.fields import BY_FIELD
from catalog.authoring.portal.typed import read_fields
from catalog.courses.models import Category
from catalog.taxonomies import Taxonomy
from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Concept, Kind
from catalog.taxonomies.queries import Sought, concepts_named, find_concepts
from catalog.trainers.showing import trainers_to_choose

FOUND = 20
LONGEST = 100


@dataclass(frozen=True)
class Found:
    """A code that may be named, with what it stands for."""

    code: str
    title: str


def find(
    session: Session, field: str, words: str, *, language: str, but: Iterable[str]
) -> list[Found]:
    """What of a field's taxonomy is called like that, and is not named yet.

    A code may be typed too. Needs a transaction. Of an ESCO occupation the unit group
    of ISCO-08 is offered that it is in; a unit of competence that has the form of one
    is offered as it was typed, as only a part of that register is known.
    """
    sought = Sought(FIELDS[field], words=words[:LONGEST])
    rows = [
        *_coded(session, FIELDS[field], words),
        *find_concepts(session, sought, limit=FOUND, cursor=None).items,
    ]
    found: dict[str, str] = {}
    if (
        field == "competence_units"
        and not read_fields([BY_FIELD[field]], {field: [words]})[1]
    ):
        found[words] = ""
    for row in rows:
        code = _nameable(FIELDS[field], row)
        title = _title(row, language)
        if code is not None and (code not in found or not found[code]):
            found[code] = title
    taken = set(but)
    return [Found(code, title) for code, title in found.items() if code not in taken]


def _coded(session: Session, taxonomy: Taxonomy, code: str) -> list[Concept]:
    """What has the code that was typed for words."""
    found = concepts_named(session, [(taxonomy, code)]).values()
    return [each for each in found if each.withdrawn_at is None]


def titles_for(
    session: Session, *contents: Mapping[str, Any], language: str
) -> dict[str, str]:
    """What the codes and the category of some contents stand for, by code."""
    titles = {
        each.code: each.title(language)
        for content in contents
        for each in titles_in(session, content)
        if each.title_en or each.title_id
    }
    for content in contents:
        code = content.get("category")
        category = session.get(Category, code) if code else None
        if category is not None:
            english = category.title_en if language == "en" else None
            titles[category.code] = english or category.title_id
    return titles


def names_for(
    session: Session,
    institution_id: UUID,
    *contents: Mapping[str, Any],
    language: str,
) -> dict[str, str]:
    """The same, and who teaches: for the institution's own people."""
    named = {each for content in contents for each in content.get("trainers") or ()}
    people = trainers_to_choose(session, institution_id, named) if named else []
    titles = titles_for(session, *contents, language=language)
    return titles | {str(each.id): each.label for each in people}


def _nameable(taxonomy: Taxonomy, row: Any) -> str | None:
    """The code by which a course names this concept; None where it cannot."""
    if taxonomy != Taxonomy.OCCUPATION:
        return str(row.code)
    if row.kind == Kind.ESCO_OCCUPATION:
        return str(row.broader) if row.broader else None
    return str(row.code) if row.level == UNIT_GROUP_LEVEL else None


def _title(row: Any, language: str) -> str:
    both = (row.title_id, row.title_en)
    ordered = both if language == "id" else both[::-1]
    return next((each for each in ordered if each), "")
