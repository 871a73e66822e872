"""When a seat counts as unused, and what an owner may say of a seat."""

from datetime import datetime, timedelta
from enum import StrEnum

from partners.staff.models import Seat


class ReviewState(StrEnum):
    """Where a review stands. Both ends are records that nobody changes."""

    OPEN = "open"
    COMPLETED = "completed"
    LAPSED = "lapsed"


class Decision(StrEnum):
    """What became of a seat in a review; owners say the first three.

    `gone` ended otherwise meanwhile, `unconfirmed` stayed although nobody looked at it,
    `ended_unused` ended because nobody looked at it and its person was long away.
    """

    KEEP = "keep"
    CHANGE = "change"
    END = "end"
    GONE = "gone"
    UNCONFIRMED = "unconfirmed"
    ENDED_UNUSED = "ended_unused"


OWNERS_DECISIONS = (Decision.KEEP, Decision.CHANGE, Decision.END)


def is_unused(
    seat: Seat, last_signed_in_at: datetime | None, *, span: timedelta, at: datetime
) -> bool:
    """Whether the person of a seat has not signed in for `span`, nor got it since.

    Programs that act for her ask for a sign-in every 30 days (OA-14), so that a person
    who works in the console alone counts as present.
    """
    last = max(filter(None, (seat.appointed_at, last_signed_in_at)))
    return at - last >= span
