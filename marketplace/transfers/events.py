"""Facts about learners whose class is interrupted, for those who sold it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described, code, count, rupiah

SCHEDULE = Annotated[
    UUID | None, Described("A class that she could change to; null without one.")
]
SOLD = "the platform that sold it"


@dataclass(frozen=True, kw_only=True)
class TransferNeeded(Event):
    """The class of a voucher is interrupted: its institution may not teach now, or has
    called it off. The voucher stays as it is until its holder has read on her page
    what she can do, and decides."""

    topic = "voucher.transfer_needed"
    object_field = "voucher_id"
    told_to = SOLD
    private = frozenset({"participant_id"})

    voucher_id: UUID
    course_id: UUID
    schedule_id: UUID
    cause: Annotated[str, code("`sanction` or `called_off`.", "called_off")]
    replacements: Annotated[int, count("Classes that she could change to.", example=3)]
    suggested_schedule_id: SCHEDULE
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class TransferWithdrawn(Event):
    """The class of a voucher goes on: its institution may teach again."""

    topic = "voucher.transfer_withdrawn"
    object_field = "voucher_id"
    told_to = SOLD
    private = frozenset({"participant_id"})

    voucher_id: UUID
    course_id: UUID
    schedule_id: UUID
    participant_id: UUID


@dataclass(frozen=True, kw_only=True)
class TransferMade(Event):
    """The holder of a voucher changed to another class. Her order with you is voided;
    what she chose is a new order, of which the platform that sells it is told."""

    topic = "voucher.transfer_made"
    object_field = "voucher_id"
    told_to = SOLD
    private = frozenset({"participant_id"})

    voucher_id: UUID
    cause: Annotated[str, code("`sanction` or `called_off`.", "called_off")]
    returned: Annotated[int, rupiah("What of the price went back.", 50_000)]
    participant_id: UUID
