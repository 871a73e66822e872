"""Facts about visits and findings. No institution is told that it will be visited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from catalog.monitoring.models import Kind, Outcome, Severity
from core.events import Event
from core.events.fields import Described


@dataclass(frozen=True, kw_only=True)
class MonitoringVisitAssigned(Event):
    """Your organisation is asked to visit a class."""

    topic = "monitoring_visit.assigned"
    object_field = "monitoring_visit_id"
    told_to = "the monitor that is asked"

    monitoring_visit_id: UUID
    kind: Annotated[Kind, Described("What is visited.")]
    accept_until: Annotated[datetime, Described("Until when it can be accepted.")]


@dataclass(frozen=True, kw_only=True)
class CourseFindingOpened(Event):
    """A class of yours was visited, and something was not as it should be."""

    topic = "course_finding.opened"
    object_field = "course_finding_id"
    told_to = "the institution whose course it is"

    course_finding_id: UUID
    course_id: UUID
    severity: Annotated[Severity, Described("How bad it is.")]
    answer_until: Annotated[datetime, Described("Until when you can answer.")]


@dataclass(frozen=True, kw_only=True)
class CourseFindingDecided(Event):
    """A finding was decided; `appeal_until` is there while you may appeal."""

    topic = "course_finding.decided"
    object_field = "course_finding_id"
    told_to = "the institution whose course it is"

    course_finding_id: UUID
    course_id: UUID
    outcome: Annotated[Outcome, Described("What was decided.")]
    appeal_until: Annotated[
        datetime | None, Described("Until when you may appeal; null where you may not.")
    ]
