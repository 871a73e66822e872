"""Facts about trainers, for their institutions."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, count

TOLD = "the institution whose trainer it is"
Courses = Annotated[int, count("Courses that name the trainer.")]
Schedules = Annotated[int, count("Coming runs that she is to teach.")]


@dataclass(frozen=True, kw_only=True)
class TrainerEnded(Event):
    """Somebody does not teach for the institution any more. Courses and coming runs
    that name her need somebody else."""

    topic = "trainer.ended"
    object_field = "trainer_id"
    told_to = TOLD

    trainer_id: UUID
    courses: Courses
    schedules: Schedules


@dataclass(frozen=True, kw_only=True)
class TrainerCertificateExpired(Event):
    """A certificate of a trainer is over."""

    topic = "trainer.certificate_expired"
    object_field = "trainer_id"
    told_to = TOLD

    trainer_id: UUID
    certificate_id: UUID
    valid_until: Annotated[
        date, Described("The last day on which it was good.", "2026-12-31")
    ]
    qualified: Annotated[bool, Described("She has another one that is good.", False)]
    courses: Courses
    schedules: Schedules
