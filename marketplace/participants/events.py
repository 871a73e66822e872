"""Facts about participants; nothing personal, and no partner hears of them."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ParticipantRegistered(Event):
    topic = "participant.registered"
    object_field = "participant_id"

    participant_id: UUID
