"""Facts about drafts and revisions."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import count


@dataclass(frozen=True, kw_only=True)
class CourseSubmitted(Event):
    """An institution asks for its course, or for a change of it, to be judged."""

    topic = "course.submitted"
    object_field = "course_id"
    told_to = "the institution whose course it is"

    course_id: UUID
    draft_version: Annotated[int, count("The version that was submitted.", minimum=1)]


@dataclass(frozen=True, kw_only=True)
class CourseTakenBack(Event):
    """An institution took its course back before anybody judged it."""

    topic = "course.taken_back"
    object_field = "course_id"
    told_to = "the institution whose course it is"

    course_id: UUID


@dataclass(frozen=True, kw_only=True)
class CourseRevisionPublished(Event):
    """A course says something new to everybody; what was bought before keeps the
    revision that it was bought with."""

    topic = "course.revision_published"
    object_field = "course_id"
    told_to = "the institution whose course it is, and the platforms that offer it"

    course_id: UUID
    number: Annotated[int, count("The revision.", minimum=1)]


@dataclass(frozen=True, kw_only=True)
class CourseEnded(Event):
    """An institution retired a course for good: it is neither sold nor planned any
    more. What was bought stays."""

    topic = "course.retired"
    object_field = "course_id"
    told_to = "the institution whose course it is, and the platforms that offered it"

    course_id: UUID
