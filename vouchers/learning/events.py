"""Facts about learning."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AttendanceConfirmed(Event):
    """The participant herself confirmed a step; `sequence` 999 is the post-test."""

    topic = "attendance.confirmed"
    object_field = "voucher_id"

    voucher_id: UUID
    verification_id: UUID
    sequence: int
