"""Facts about runs of courses, for those who sell them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, code, count

TOLD = "the institution whose course it is, and the platforms that offer it"
Seats = Annotated[int, count("Seats that were taken at that instant.")]


@dataclass(frozen=True, kw_only=True)
class ScheduleAdded(Event):
    """A course has another run."""

    topic = "schedule.added"
    object_field = "schedule_id"
    told_to = TOLD

    schedule_id: UUID
    course_id: UUID
    capacity: Annotated[int, count("Seats in all.", minimum=1, example=30)]


@dataclass(frozen=True, kw_only=True)
class ScheduleChanged(Event):
    """A run is not as it was; read it again. If it `moved`, its times or its place
    changed, and whoever holds a seat is told."""

    topic = "schedule.changed"
    object_field = "schedule_id"
    told_to = TOLD

    schedule_id: UUID
    course_id: UUID
    edition: Annotated[int, count("The `version` that it has now.", minimum=1)]
    moved: Annotated[bool, Described("Its times or its place changed.", False)]
    seats_taken: Seats


@dataclass(frozen=True, kw_only=True)
class ScheduleCancelled(Event):
    """A run is called off. Nobody can buy it; who holds a seat takes another class that
    she is offered, or gets the money back, which `order.voided` tells."""

    topic = "schedule.cancelled"
    object_field = "schedule_id"
    told_to = TOLD

    schedule_id: UUID
    course_id: UUID
    cause: Annotated[str, code("Why, in a word.", "too_few")]
    seats_taken: Seats
