"""Facts about the judging of courses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from catalog.curation.models import Verdict
from core.events import Event
from core.events.fields import Described, code

Layer = Annotated[str, code("The layer that judges.", "assessment")]


@dataclass(frozen=True, kw_only=True)
class CourseAssessmentAssigned(Event):
    """Your organisation is asked to judge a course."""

    topic = "course_assessment.assigned"
    object_field = "course_assessment_id"
    told_to = "the organisation that is asked"

    course_assessment_id: UUID
    layer: Layer
    due_at: Annotated[datetime, Described("Until when the verdict is wanted.")]


@dataclass(frozen=True, kw_only=True)
class CourseAssessed(Event):
    """A course was judged: approved, sent back for changes, or rejected."""

    topic = "course.assessed"
    object_field = "course_id"
    told_to = "the institution whose course it is"

    course_id: UUID
    outcome: Annotated[Verdict, Described("What it came to.")]
    layer: Layer


@dataclass(frozen=True, kw_only=True)
class CourseApprovalEnded(Event):
    """The approval of a course ended and was not renewed: the course is not sold any
    more. Those who have bought it keep their classes."""

    topic = "course.approval_ended"
    object_field = "course_id"
    told_to = "the institution whose course it is, and the platforms that offer it"

    course_id: UUID
    approved_until: Annotated[
        datetime, Described("Until when what was assessed was approved.")
    ]
