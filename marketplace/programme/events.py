"""Facts about batches, applications and awards.

Their audience is empty: only the operator follows them. A participant's id serves
subscribers in the same transaction and is neither stored nor sent.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class BatchPlanned(Event):
    topic = "batch.planned"
    object_field = "batch_id"

    batch_id: UUID
    number: int
    quota: int


@dataclass(frozen=True, kw_only=True)
class BatchOpened(Event):
    topic = "batch.opened"
    object_field = "batch_id"

    batch_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BatchClosed(Event):
    topic = "batch.closed"
    object_field = "batch_id"

    batch_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BatchSelected(Event):
    topic = "batch.selected"
    object_field = "batch_id"

    batch_id: UUID
    number: int
    selected: int
    not_selected: int


@dataclass(frozen=True, kw_only=True)
class BatchDecided(Event):
    topic = "batch.decided"
    object_field = "batch_id"

    batch_id: UUID
    number: int
    decree_number: str


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    topic = "application.submitted"
    object_field = "application_id"
    private = frozenset({"participant_id"})

    application_id: UUID
    batch_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class AwardGranted(Event):
    topic = "award.granted"
    object_field = "award_id"
    private = frozenset({"participant_id"})

    award_id: UUID
    batch_id: UUID
    participant_id: UUID
    amount: int
    purchase_deadline_at: datetime


@dataclass(frozen=True, kw_only=True)
class AwardRevoked(Event):
    """The first purchase was not made in time; `returned` went back to the fund."""

    topic = "award.revoked"
    object_field = "award_id"
    private = frozenset({"participant_id"})

    award_id: UUID
    participant_id: UUID
    returned: int


@dataclass(frozen=True, kw_only=True)
class AwardForfeited(Event):
    """The next purchase was not made in time; `returned` went back to the fund."""

    topic = "award.forfeited"
    object_field = "award_id"
    private = frozenset({"participant_id"})

    award_id: UUID
    participant_id: UUID
    returned: int
