"""What a course names by a code or an id, in words: what it teaches, and who does."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Taxonomy
from catalog.taxonomies.queries import titled
from catalog.trainers.queries import published_names

# Columns of a course: id, provider_id, skills, occupation_groups, competence_units and
# trainers, among others.
Named = Row[*tuple[Any, ...]]


def names_of(session: Session, courses: Sequence[Named]) -> Mapping[UUID, list[str]]:
    """By course, the names that its institution publishes of those who teach it."""
    known = published_names(
        session, {UUID(each) for course in courses for each in course.trainers}
    )
    mine = {
        course.id: [
            known.get((course.provider_id, UUID(each))) for each in course.trainers
        ]
        for course in courses
    }
    return {each: sorted(filter(None, names)) for each, names in mine.items()}


def terms_of(
    session: Session, courses: Sequence[Named]
) -> Mapping[UUID, list[dict[str, Any]]]:
    """By course, its skills, unit groups of occupations and units of competence, each
    with the titles that were published."""
    wanted: dict[Taxonomy, set[str]] = {each: set() for each in Taxonomy}
    for course in courses:
        for taxonomy, code in _codes(course):
            wanted[taxonomy].add(code)
    titles = titled(session, wanted)
    return {
        course.id: [
            {
                "taxonomy": taxonomy,
                "code": code,
                "title_en": titles[taxonomy, code].title_en,
                "title_id": titles[taxonomy, code].title_id,
            }
            for taxonomy, code in _codes(course)
        ]
        for course in courses
    }


def _codes(course: Named) -> Iterable[tuple[Taxonomy, str]]:
    groups = course.occupation_groups
    named = {
        Taxonomy.SKILL: course.skills,
        Taxonomy.OCCUPATION: [one for one in groups if len(one) == UNIT_GROUP_LEVEL],
        Taxonomy.COMPETENCE_UNIT: course.competence_units,
    }
    return ((taxonomy, code) for taxonomy, codes in named.items() for code in codes)
