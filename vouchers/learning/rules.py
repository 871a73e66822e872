"""Whether a step can be confirmed now, and the way back. Pure functions.

The completion rule has a module of its own, `completion.py`.
"""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from catalog.courses import Schedule
from vouchers.learning.completion import sessions_attended, sessions_needed
from vouchers.learning.errors import (
    AlreadyConfirmed,
    AttendanceMissing,
    ClassCancelled,
    FirstStepMissing,
    ScheduleWindowClosed,
    StepNotInCourse,
)
from vouchers.learning.models import POST_TEST
from vouchers.vouchers import Voucher
from vouchers.vouchers.rules import Window, redeem_window

FIRST = 1


def check_step(
    voucher: Voucher,
    schedule: Schedule,
    *,
    sequence: int,
    confirmed: Collection[int],
    at: datetime,
) -> None:
    """Raise unless this step can be confirmed at this instant.

    Raises what `Voucher.require_alive` raises, ClassCancelled, AlreadyConfirmed,
    StepNotInCourse, FirstStepMissing, AttendanceMissing or ScheduleWindowClosed.
    Rule: docs/rules/vouchers.md, "Steps".
    """
    voucher.require_alive(at=at)
    if schedule.cancelled_at is not None:
        raise ClassCancelled(cancelled_at=schedule.cancelled_at.isoformat())
    if sequence in confirmed:
        raise AlreadyConfirmed(sequence=sequence)
    _check_order(voucher, sequence=sequence, confirmed=confirmed)
    window = step_window(voucher, schedule, sequence=sequence)
    if not window.holds(at):
        raise ScheduleWindowClosed(
            sequence=sequence,
            opens_at=window.opens_at.isoformat(),
            closes_at=window.closes_at.isoformat(),
        )


def step_window(voucher: Voucher, schedule: Schedule, *, sequence: int) -> Window:
    """When a step can be confirmed: the first in the redeem window, the others from
    its opening to the end of the class."""
    first = redeem_window(
        voucher.rules,
        issued_at=voucher.issued_at,
        expires_at=voucher.expires_at,
        starts_at=schedule.starts_at,
    )
    if sequence == FIRST:
        return first
    return Window(first.opens_at, schedule.ends_at)


def return_address(redirect_uri: str, *, verification_id: UUID) -> str:
    """Where the browser goes after the page: the institution's address with
    `verification_id`, its own query kept. It proves nothing: the institution reads the
    verification at /v1/verifications before it lets the participant in."""
    parts = urlsplit(redirect_uri)
    added = urlencode({"verification_id": str(verification_id)})
    query = f"{parts.query}&{added}" if parts.query else added
    return urlunsplit(parts._replace(query=query))


def _check_order(
    voucher: Voucher, *, sequence: int, confirmed: Collection[int]
) -> None:
    """The first step redeems; the post-test follows the sessions that count."""
    sessions = voucher.rules["completion"]["sessions"]
    if sequence != POST_TEST and not FIRST <= sequence <= sessions:
        raise StepNotInCourse(sequence=sequence, sessions=sessions)
    if sequence != FIRST and FIRST not in confirmed:
        raise FirstStepMissing(sequence=sequence)
    needed = sessions_needed(voucher.rules)
    have = sessions_attended(voucher.rules, confirmed)
    if sequence == POST_TEST and have < needed:
        raise AttendanceMissing(needed=needed, have=have)
