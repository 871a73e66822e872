"""What a course says of itself to everybody: the content of a published revision."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.orm import Session

from catalog.authoring.content import FOR_EVERYBODY
from catalog.authoring.models import Revision
from catalog.authoring.queries import imported_content, revision_numbered
from catalog.courses.models import Course
from catalog.courses.queries import known_course


@dataclass(frozen=True)
class Published:
    """A revision as everybody may read it; `current` is the number of the latest one.

    `revision` is None, and `published_at` when the course was last changed, for one
    that nobody published here.
    """

    course_id: UUID
    revision: int | None
    current: int | None
    published_at: datetime
    content: dict[str, Any]


def published(
    session: Session, course_id: UUID, *, number: int | None = None
) -> Published:
    """A course on sale as it is now, or as revision `number` said it, which is what
    those who bought it then have. Raises CourseNotFound or RevisionNotFound."""
    known_course(session, course_id)
    return as_bought(session, course_id, number)


def as_bought(session: Session, course_id: UUID, number: int | None) -> Published:
    """The same, of a course that is not on sale any more, too: for its buyers."""
    course = session.get_one(Course, course_id)
    wanted = course.revision if number is None else number
    if wanted is None:
        at, content = course.updated_at, imported_content(course)
    else:
        revision = revision_numbered(session, course_id, wanted)
        at, content = revision.published_at, revision.content
    return Published(course_id, wanted, course.revision, at, for_everybody(content))


def all_published(session: Session, wanted: ColumnElement[bool]) -> Iterator[Published]:
    """Those of the courses `wanted`, over Course, as they are now, by id."""
    rows = session.execute(
        select(Course, Revision)
        .outerjoin(
            Revision,
            and_(Revision.course_id == Course.id, Revision.number == Course.revision),
        )
        .where(wanted)
        .order_by(Course.id)
    )
    for course, revision in rows:
        if course.revision is None:
            at, content = course.updated_at, imported_content(course)
        else:
            at, content = revision.published_at, revision.content
        number = course.revision
        yield Published(course.id, number, number, at, for_everybody(content))


def said_by(
    session: Session, revisions: Collection[tuple[UUID, int]]
) -> dict[UUID, dict[str, Any]]:
    """By course, what its revision of this number says to everybody."""
    rows = session.execute(
        select(Revision.course_id, Revision.content).where(
            tuple_(Revision.course_id, Revision.number).in_(revisions)
        )
    )
    return {row.course_id: for_everybody(row.content) for row in rows}


def for_everybody(content: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is for those who judge the course."""
    return {name: content[name] for name in sorted(FOR_EVERYBODY & set(content))}
