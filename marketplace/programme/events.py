"""Facts about batches, applications and awards.

Their audience is empty: only the operator follows them. A participant's id serves
subscribers in the same transaction and is neither stored nor sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from core.events import NOBODY, Event
from core.events.fields import Described, count, rupiah

Number = Annotated[int, count("The batch's number.", example=71, minimum=1)]
Returned = Annotated[int, rupiah("What went back to the fund.", 3_500_000)]


@dataclass(frozen=True, kw_only=True)
class BatchPlanned(Event):
    """A batch is planned; nobody can apply yet."""

    topic = "batch.planned"
    object_field = "batch_id"
    told_to = NOBODY

    batch_id: UUID
    number: Number
    quota: Annotated[int, count("How many can be selected.", example=10_000)]


@dataclass(frozen=True, kw_only=True)
class BatchOpened(Event):
    """Applications to a batch are taken."""

    topic = "batch.opened"
    object_field = "batch_id"
    told_to = NOBODY

    batch_id: UUID
    number: Number


@dataclass(frozen=True, kw_only=True)
class BatchClosed(Event):
    """A batch takes no more applications."""

    topic = "batch.closed"
    object_field = "batch_id"
    told_to = NOBODY

    batch_id: UUID
    number: Number


@dataclass(frozen=True, kw_only=True)
class BatchSelected(Event):
    """The applications of a batch were drawn."""

    topic = "batch.selected"
    object_field = "batch_id"
    told_to = NOBODY

    batch_id: UUID
    number: Number
    selected: Annotated[int, count("Applications within the quota.", example=10_000)]
    not_selected: Annotated[int, count("Applications beyond it.", example=2_345)]


@dataclass(frozen=True, kw_only=True)
class BatchDecided(Event):
    """The decree of a batch was recorded; the selected are awarded."""

    topic = "batch.decided"
    object_field = "batch_id"
    told_to = NOBODY

    batch_id: UUID
    number: Number


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    """A participant has applied to a batch."""

    topic = "application.submitted"
    object_field = "application_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    application_id: UUID
    batch_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class AwardGranted(Event):
    """A selected participant was given a training balance."""

    topic = "award.granted"
    object_field = "award_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    award_id: UUID
    batch_id: UUID
    participant_id: UUID
    amount: Annotated[int, rupiah("The training balance.", 3_500_000)]
    purchase_deadline_at: Annotated[
        datetime, Described("Last instant of the first purchase.", None)
    ]


@dataclass(frozen=True, kw_only=True)
class AwardRevoked(Event):
    """The first purchase was not made in time; `returned` went back to the fund."""

    topic = "award.revoked"
    object_field = "award_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    award_id: UUID
    participant_id: UUID
    returned: Returned


@dataclass(frozen=True, kw_only=True)
class AwardForfeited(Event):
    """The next purchase was not made in time; `returned` went back to the fund."""

    topic = "award.forfeited"
    object_field = "award_id"
    told_to = NOBODY
    private = frozenset({"participant_id"})

    award_id: UUID
    participant_id: UUID
    returned: Returned
