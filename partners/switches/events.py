"""Facts about the programme's switch, for the platforms that sell in it.

The reason is read on the pages and in the refusal; no text that a person typed stands
in an event.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described

PLATFORMS = "every digital platform that may act"
Whole = Annotated[
    bool,
    Described(
        "Whether all of it is meant; false for one scheme, so that some participants"
        " are refused and others are not.",
        True,
    ),
]


@dataclass(frozen=True, kw_only=True)
class ProgrammeWasClosed(Event):
    """The operator closed the programme, or one scheme of it: nobody joins a batch,
    nothing is awarded and nothing is bought until further notice. What was bought goes
    on."""

    topic = "programme.closed"
    object_field = "closure_id"
    told_to = PLATFORMS

    closure_id: UUID
    whole: Whole


@dataclass(frozen=True, kw_only=True)
class ProgrammeWasOpened(Event):
    """The programme is open again. Every day on which it was closed is added to the
    deadlines for buying."""

    topic = "programme.opened"
    object_field = "closure_id"
    told_to = PLATFORMS

    closure_id: UUID
    whole: Whole
