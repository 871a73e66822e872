"""Telling courses the titles of the codes that they name, by which they are found."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Integer,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Concept, Taxonomy


@dataclass(frozen=True)
class Named:
    """The codes that a course names."""

    skills: Sequence[str]
    occupations: Sequence[str]
    competence_units: Sequence[str]

    def is_anything(self) -> bool:
        return bool(self.skills or self.occupations or self.competence_units)


def words_of(session: Session, courses: Sequence[Named]) -> list[str]:
    """For each course the titles of its codes; what nobody published has none."""
    sent = [
        {"place": place, **asdict(named)}
        for place, named in enumerate(courses)
        if named.is_anything()
    ]
    words = [""] * len(courses)
    if not sent:
        return words
    texts = ARRAY(Text())
    given = (
        func.json_to_recordset(cast(literal(json.dumps(sent), Text()), JSON()))
        .table_valued(
            column("place", Integer()),
            *(column(each.name, texts) for each in fields(Named)),
        )
        .render_derived(name="given", with_types=True)
    )
    titles = (
        _titles(given.c.skills, given.c.occupations, given.c.competence_units)
        .correlate(given)
        .scalar_subquery()
    )
    for place, said in session.execute(select(given.c.place, titles)):
        words[place] = said
    return words


def describe_courses(session: Session) -> int:
    """Give every course the titles as they are now; how many say something else now.

    One statement, to be run after a new edition.
    """
    named = or_(
        func.cardinality(Course.skills) > 0,
        func.cardinality(Course.occupation_groups) > 0,
        func.cardinality(Course.competence_units) > 0,
    )
    titles = (
        _titles(Course.skills, Course.occupation_groups, Course.competence_units)
        .correlate(Course)
        .scalar_subquery()
    )
    now = select(Course.id, titles.label("words")).where(named).subquery("now")
    statement = (
        update(Course)
        .where(Course.id == now.c.id, Course.named_words != now.c.words)
        .values(named_words=now.c.words)
        .returning(Course.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.execute(statement).all())


def _titles(skills: Any, occupations: Any, units: Any) -> Any:
    title = func.concat_ws(" / ", Concept.title_en, Concept.title_id)
    listed = func.string_agg(title, aggregate_order_by(literal(", "), title))
    return select(func.coalesce(listed, "")).where(
        or_(
            _one_of(Taxonomy.SKILL, skills),
            and_(
                _one_of(Taxonomy.OCCUPATION, occupations),
                # Those above are too wide to say what is taught.
                Concept.level == UNIT_GROUP_LEVEL,
            ),
            _one_of(Taxonomy.COMPETENCE_UNIT, units),
        )
    )


def _one_of(taxonomy: Taxonomy, codes: Any) -> ColumnElement[bool]:
    return and_(Concept.taxonomy == taxonomy, Concept.code == func.any(codes))
