"""Facts about reviews."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, code


@dataclass(frozen=True, kw_only=True)
class ReviewGiven(Event):
    """Somebody who completed a course gave it stars, and perhaps words, which the
    catalogue shows, some only after somebody looked."""

    topic = "review.given"
    object_field = "review_id"
    told_to = "the institution whose course it is"
    private = frozenset({"participant_id"})

    review_id: UUID
    course_id: UUID
    stars: Annotated[int, Described("From 1 to 5.", 5, minimum=1, maximum=5)]
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewChanged(Event):
    """Other stars or words, or the operator hid or showed it: read it again. `state`
    is `shown`, `held` or `hidden`."""

    topic = "review.changed"
    object_field = "review_id"
    told_to = "the institution whose course it is"

    review_id: UUID
    course_id: UUID
    stars: Annotated[int, Described("From 1 to 5.", 5, minimum=1, maximum=5)]
    state: Annotated[str, code("Whether everybody sees it.", "shown")]


@dataclass(frozen=True, kw_only=True)
class ReviewReplyDecided(Event):
    """The operator hid your reply to a review, or shows it again. `cause` is why it was
    hidden, null where it is shown."""

    topic = "review.reply_decided"
    object_field = "review_id"
    told_to = "the institution whose course it is"

    review_id: UUID
    course_id: UUID
    state: Annotated[str, code("`shown` or `hidden`.", "hidden")]
    cause: Annotated[str | None, code("A reason of the rules.", "personal_data")]
