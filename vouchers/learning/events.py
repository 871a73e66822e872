"""Facts about learning."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described


@dataclass(frozen=True, kw_only=True)
class AttendanceConfirmed(Event):
    """The participant herself confirmed a step of a course."""

    topic = "attendance.confirmed"
    object_field = "voucher_id"
    told_to = "the institution that teaches, and the platform that sold it"

    voucher_id: UUID
    verification_id: UUID
    sequence: Annotated[
        int,
        Described(
            "1 to 10 for the sessions, 999 for the post-test.",
            2,
            minimum=1,
            maximum=999,
        ),
    ]
