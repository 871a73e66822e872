"""Courses on sale by their public addresses, for those who list them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.courses.errors import CourseNotFound
from catalog.courses.models import Course
from catalog.courses.queries import courses_on_sale
from partners.organisations import Organisation

# The protocol allows 50,000 (sitemaps.org); smaller parts are quicker to make.
MOST_PER_SITEMAP = 10_000

NEWEST = 50


@dataclass(frozen=True)
class CourseAddress:
    """A course in a list of addresses."""

    id: UUID
    code: str
    title: str
    summary: str
    institution_name: str
    created_at: datetime
    updated_at: datetime


def course_of_code(session: Session, code: str) -> UUID:
    """The id of a course on sale; raises CourseNotFound for any other."""
    found: UUID | None = session.scalar(
        courses_on_sale().with_only_columns(Course.id).where(Course.code == code)
    )
    if found is None:
        raise CourseNotFound
    return found


def sitemap_starts(session: Session) -> list[UUID]:
    """The first id of each part of the list."""
    place = func.row_number().over(order_by=Course.id)
    numbered = (
        courses_on_sale()
        .with_only_columns(Course.id.label("id"), place.label("place"))
        .subquery("numbered")
    )
    first = select(numbered.c.id).where(numbered.c.place % MOST_PER_SITEMAP == 1)
    return list(session.scalars(first.order_by(numbered.c.id)))


def sitemap_of(session: Session, start: UUID, *, limit: int) -> list[CourseAddress]:
    """Courses on sale from an id on, by id."""
    query = _addresses().where(Course.id >= start).order_by(Course.id).limit(limit)
    return [CourseAddress(*row) for row in session.execute(query)]


def newest_on_sale(session: Session) -> list[CourseAddress]:
    query = _addresses().order_by(Course.created_at.desc(), Course.id.desc())
    return [CourseAddress(*row) for row in session.execute(query.limit(NEWEST))]


def _addresses() -> Select[*tuple[Any, ...]]:
    return courses_on_sale().with_only_columns(
        Course.id,
        Course.code,
        Course.title,
        Course.summary,
        Organisation.name,
        Course.created_at,
        Course.updated_at,
    )
