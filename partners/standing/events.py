"""Facts about sanctions, for the organisation that is sanctioned.

What a person wrote (reason, reply, answer) is read on the pages and operations, and
told in no event. A mere proposal is told to nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, code
from core.events.publishing import NOBODY
from partners.standing.models import Outcome, Scope, Severity, State

ITSELF = "the organisation that is sanctioned"
Breach = Annotated[
    str, code("What was breached, a word of the ladder's reasons.", "price_above_list")
]
How = Annotated[Severity, Described("How severe it is.")]
About = Annotated[Scope, Described("What of the organisation it is about.")]
EndsAt = Annotated[
    datetime | None, Described("Its last second; null when it has no end.")
]
ReplyDueAt = Annotated[
    datetime | None, Described("Until when the organisation can reply.")
]


@dataclass(frozen=True, kw_only=True)
class SanctionProposed(Event):
    """Somebody proposed a sanction, which another person has to decide."""

    topic = "sanction.proposed"
    object_field = "sanction_id"
    told_to = NOBODY

    sanction_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class SanctionAnnounced(Event):
    """A sanction was decided, and will begin at `starts_at`."""

    topic = "sanction.announced"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID
    severity: How
    scope: About
    breach: Breach
    starts_at: Annotated[datetime, Described("When it begins.")]
    ends_at: EndsAt
    reply_due_at: ReplyDueAt


@dataclass(frozen=True, kw_only=True)
class SanctionStarted(Event):
    """A sanction is in force. Your organisation's page has the reason in words."""

    topic = "sanction.started"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID
    severity: How
    scope: About
    breach: Breach
    ends_at: EndsAt
    reply_due_at: ReplyDueAt


@dataclass(frozen=True, kw_only=True)
class SanctionConfirmed(Event):
    """A second person confirmed an emergency stop, which therefore does not lapse."""

    topic = "sanction.confirmed"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class SanctionShortened(Event):
    """A sanction will end earlier."""

    topic = "sanction.shortened"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID
    ends_at: Annotated[datetime, Described("Its new last second.")]


@dataclass(frozen=True, kw_only=True)
class SanctionFinished(Event):
    """A sanction acts no more: it was lifted, its time is over (`ended`), or nobody
    confirmed it in time (`lapsed`)."""

    topic = "sanction.finished"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID
    outcome: Annotated[State, Described("Why it ended.", State.LIFTED)]


@dataclass(frozen=True, kw_only=True)
class SanctionReplyFiled(Event):
    """The organisation replied to a sanction."""

    topic = "sanction.reply_filed"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class SanctionReplyAnswered(Event):
    """The operator answered the reply."""

    topic = "sanction.reply_answered"
    object_field = "sanction_id"
    told_to = ITSELF

    sanction_id: UUID
    organisation_id: UUID
    outcome: Annotated[Outcome, Described("What the operator says.")]
