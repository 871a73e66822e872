"""Facts about reviews."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReviewGiven(Event):
    topic = "review.given"
    object_field = "review_id"
    private = frozenset({"participant_id"})

    review_id: UUID
    course_id: UUID
    stars: int
    participant_id: UUID
