"""Facts about account links, for the organisation that was linked."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    topic = "account.linked"
    object_field = "grant_id"

    grant_id: UUID
    subject: str


@dataclass(frozen=True, kw_only=True)
class AccountUnlinked(Event):
    topic = "account.unlinked"
    object_field = "grant_id"

    grant_id: UUID
    subject: str
