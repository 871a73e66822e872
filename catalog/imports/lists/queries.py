"""Reads of lists and their rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, func, literal, select, true
from sqlalchemy.orm import Session, aliased

from catalog.authoring.models import Draft
from catalog.authoring.queries import imported_content
from catalog.courses.models import Category, Course
from catalog.imports.lists.errors import CourseListNotFound
from catalog.imports.lists.models import CourseList, CourseListRow
from catalog.imports.mapping import Known, Mapping
from core.names import comparison_key
from partners.organisations.models import Organisation


def own_list(
    session: Session, list_id: UUID, *, provider_id: UUID, lock: bool = False
) -> CourseList:
    """A list of this institution; raises CourseListNotFound."""
    query = select(CourseList).where(
        CourseList.id == list_id, CourseList.provider_id == provider_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise CourseListNotFound
    return found


def own_lists(provider_id: UUID) -> Select[CourseList]:
    return select(CourseList).where(CourseList.provider_id == provider_id)


def rows_of(list_id: UUID, *, outcome: str | None = None) -> Select[CourseListRow]:
    """What was found in the rows of a list."""
    query = select(CourseListRow).where(CourseListRow.list_id == list_id)
    return query.where(CourseListRow.outcome == outcome) if outcome else query


def known(session: Session, provider_id: UUID) -> Known:
    """The institution's name and the categories, as readers of cells need them."""
    institution = session.get_one(Organisation, provider_id)
    keys: dict[str, str] = {}
    for category in session.scalars(select(Category)):
        for title in (category.code, category.title_id, category.title_en or ""):
            if title:
                keys[comparison_key(title)] = category.code
    return Known(comparison_key(institution.name), keys)


def titles_of(session: Session, provider_id: UUID) -> dict[str, str]:
    """The code of each of the institution's courses by the comparison key of its
    title."""
    rows = session.execute(
        select(Course.title, Course.code).where(Course.provider_id == provider_id)
    )
    return {comparison_key(title) or title: code for title, code in rows}


def courses_of(
    session: Session, provider_id: UUID, refs: Sequence[str], codes: Sequence[str]
) -> dict[str, Course]:
    """The institution's courses by source reference and by code, among those given."""
    found = [
        *_courses_by(session, refs, Course.source_ref, provider_id=provider_id),
        *_courses_by(session, codes, Course.code),
    ]
    found = [course for course in found if course.provider_id == provider_id]
    by_ref = {course.source_ref: course for course in found}
    return {course.code: course for course in found} | by_ref


def _courses_by(
    session: Session, values: Sequence[str], column: Any, **of: Any
) -> Sequence[Course]:
    """The courses with one of these values in a column, which together with `of` is
    unique.

    The limit has the index asked once for each value. By what is known of a table that
    grows by thousands of rows a minute, PostgreSQL would read all that the institution
    has, each time.
    """
    if not values:
        return ()
    texts = literal(list(values), ARRAY(Text()))
    sought = (
        func.unnest(texts)
        .table_valued("value", name="sought")
        .render_derived(name="sought")
    )
    one = (
        select(Course)
        .filter_by(**of)
        .where(column == sought.c.value)
        .limit(1)
        .lateral("one")
    )
    found = select(aliased(Course, one)).select_from(sought).join(one, true())
    return session.scalars(found.execution_options(populate_existing=True)).all()


def drafts_of(session: Session, courses: Sequence[Course]) -> dict[UUID, Draft]:
    """The stored drafts of courses, or those that editing them would begin with."""
    if not courses:
        return {}
    ids = [course.id for course in courses]
    stored = session.scalars(select(Draft).where(Draft.course_id.in_(ids)))
    found = {draft.course_id: draft for draft in stored}
    return {
        course.id: found.get(course.id)
        or Draft(
            course_id=course.id,
            content=imported_content(course),
            version=1,
            state="editing",
            based_on=course.revision,
            changed_at=course.updated_at,
        )
        for course in courses
    }


def course_count(session: Session, provider_id: UUID) -> int:
    mine = select(func.count(Course.id)).where(Course.provider_id == provider_id)
    return session.scalar(mine) or 0


def mapping_of(found: CourseList) -> Mapping:
    """How its columns are read, in the order of the columns, which JSONB forgets."""
    kept = Mapping(**found.mapping)
    columns = {
        name: kept.columns[name] for name in found.columns if name in kept.columns
    }
    return replace(kept, columns=columns)


def shown_findings(row: CourseListRow, language: str) -> list[dict[str, Any]]:
    """Findings in one language."""
    return [
        {**finding, "message": finding["message"][language]} for finding in row.findings
    ]
