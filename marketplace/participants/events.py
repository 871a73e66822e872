"""Facts about participants; nothing personal, and no partner hears of them."""

from dataclasses import dataclass
from uuid import UUID

from core.events import NOBODY, Event


@dataclass(frozen=True, kw_only=True)
class ParticipantRegistered(Event):
    """Somebody has registered as a participant."""

    topic = "participant.registered"
    object_field = "participant_id"
    told_to = NOBODY

    participant_id: UUID
