"""What an order must meet, and what follows from it. Pure functions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.courses.errors import (
    CourseNotOnSale,
    EnrolmentClosed,
    EnrolmentNotOpen,
    ScheduleStarted,
)
from core.clock import LAST_SECOND
from core.database import Json
from marketplace.orders.errors import (
    AwardOver,
    AwardRevoked,
    CourseAlreadyOwned,
    CourseSaleStopped,
    PreviousCourseUnfinished,
    PreviousCourseUnreviewed,
    PriceChanged,
    ProviderSuspended,
    PurchaseDeadlinePassed,
)
from marketplace.orders.models import OrderStatus
from marketplace.programme.models import AwardStatus
from marketplace.programme.parameters import Parameters, Purchase
from partners.standing.errors import NothingNewStarts


@dataclass(frozen=True)
class Wanted:
    """What is on sale and asked for, as one query found it."""

    offering_id: UUID
    course_id: UUID
    schedule_id: UUID
    provider_id: UUID
    platform_id: UUID
    price: int
    commission_bps: int
    sessions: int
    pass_mark: int | None
    course_revision: int | None
    starts_at: datetime
    ends_at: datetime
    enrolment_closes_at: datetime
    is_on_sale: bool
    provider_sells: bool
    course_sells: bool
    platform_sells: bool
    is_its_own: bool
    enrolment_opens_at: datetime | None
    terms_version: int


@dataclass(frozen=True)
class Purchased:
    """An earlier order that still counts, and whether its course was reviewed."""

    course_id: UUID
    status: str
    is_reviewed: bool


def check_award(*, status: str, deadline_at: datetime | None, at: datetime) -> None:
    """An award buys while it is active and its purchase deadline has not passed.

    Raises AwardRevoked, AwardOver or PurchaseDeadlinePassed. Source: programme rules,
    section 4 (first purchase within 15 or 30 days, to the end of the Jakarta day).
    """
    if status == AwardStatus.REVOKED:
        raise AwardRevoked
    if status != AwardStatus.ACTIVE:
        raise AwardOver(state=status)
    if deadline_at is not None and at >= deadline_at + LAST_SECOND:
        raise PurchaseDeadlinePassed(deadline_at=deadline_at.isoformat())


def check_offer(wanted: Wanted, *, expected_price: int, at: datetime) -> None:
    """The course is on sale now, at the price that the participant was shown.

    Of its own standing a platform is told as it is; of another's only that it sells
    nothing.
    """
    if not wanted.platform_sells:
        raise NothingNewStarts
    if not wanted.provider_sells:
        raise ProviderSuspended
    if not wanted.course_sells:
        raise CourseSaleStopped
    if not wanted.is_on_sale:
        raise CourseNotOnSale
    if at >= wanted.starts_at:
        raise ScheduleStarted(starts_at=wanted.starts_at.isoformat())
    if at >= wanted.enrolment_closes_at:
        raise EnrolmentClosed(closed_at=wanted.enrolment_closes_at.isoformat())
    opens_at = wanted.enrolment_opens_at
    if opens_at is not None and at < opens_at:
        raise EnrolmentNotOpen(opens_at=opens_at.isoformat())
    if wanted.price != expected_price:
        raise PriceChanged(expected=expected_price, price=wanted.price)


def check_history(
    purchased: list[Purchased], *, course_id: UUID, rules: Purchase
) -> None:
    """A course is bought once; the next one after the last is finished (and reviewed).

    Source: programme rules, section 4, "next purchase needs".
    """
    if any(earlier.course_id == course_id for earlier in purchased):
        raise CourseAlreadyOwned
    if rules.next_requires_finished and any(
        earlier.status != OrderStatus.FULFILLED for earlier in purchased
    ):
        raise PreviousCourseUnfinished
    if rules.next_requires_review and any(
        not earlier.is_reviewed for earlier in purchased
    ):
        raise PreviousCourseUnreviewed


def pinned_rules(
    parameters: Parameters, wanted: Wanted, *, scheme: str, version: int
) -> Json:
    """The rules by which the voucher will be judged, whatever changes later.

    A course with a pass mark of its own asks for that one.
    """
    completion = parameters.completion
    return {
        "scheme": scheme,
        "version": version,
        "completion": {
            "sessions": wanted.sessions,
            "attendance_bps": completion.attendance_bps,
            "post_test": completion.post_test,
            "practice_tasks": completion.practice_tasks,
            "skill_demonstration": completion.skill_demonstration,
            "pass_mark": wanted.pass_mark
            if wanted.pass_mark is not None
            else completion.pass_mark,
        },
        "redeem": {
            "before_minutes": parameters.redeem.before_minutes,
            "after_minutes": parameters.redeem.after_minutes,
        },
    }
