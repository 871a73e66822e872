"""Facts about disputes, for the organisation whose use is disputed."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import code
from partners.oauth.events import Subject


@dataclass(frozen=True, kw_only=True)
class UseDisputed(Event):
    """A participant says that something was not done by her. Her links with your
    organisation have ended; what was bought stands until somebody has looked at it."""

    topic = "account.disputed"
    object_field = "dispute_id"
    told_to = "the organisation that did it"

    dispute_id: UUID
    subject: Subject
    kind: Annotated[str, code("What was done.", "purchase")]
    object_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DisputeClosed(Event):
    """The operator has looked at a dispute."""

    topic = "account.dispute_closed"
    object_field = "dispute_id"
    told_to = "the organisation that did it"

    dispute_id: UUID
    subject: Subject
    outcome: Annotated[
        str, code("What was found: `misuse`, `no_misuse` or `unclear`.", "no_misuse")
    ]
