"""What a course says of itself to everybody: the content of a published revision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.content import FOR_EVERYBODY
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
    return Published(
        course_id=course_id,
        revision=wanted,
        current=course.revision,
        published_at=at,
        content={name: content[name] for name in sorted(FOR_EVERYBODY & set(content))},
    )
