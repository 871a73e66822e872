"""Saying of one seat whether it is kept, changed or ended: once, by one owner."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.organisations.models import Organisation
from partners.staff.errors import SeatNotFound
from partners.staff.models import Seat
from partners.staff.reviews.errors import (
    OwnSeatReview,
    ReviewNotFound,
    ReviewOver,
    SeatAlreadyReviewed,
    SeatChangedMeanwhile,
)
from partners.staff.reviews.models import AccessReview, ReviewedSeat
from partners.staff.reviews.rules import Decision, ReviewState
from partners.staff.reviews.wording import DECISIONS
from partners.staff.services.seats import (
    change_roles,
    end_seat,
    has_another_owner,
    lock_staff,
)


def decide(
    session: Session,
    organisation: Organisation,
    review_id: UUID,
    seat_id: UUID,
    *,
    decision: Decision,
    roles: Collection[str],
    by: UUID,
    at: datetime,
) -> ReviewedSeat:
    """Keep a seat with `roles` (those that it has), change it to them, or end it.

    Of two owners at once one decides; the second gets SeatAlreadyReviewed. Raises
    ReviewNotFound, ReviewOver, SeatNotFound, OwnSeatReview, SeatChangedMeanwhile, and
    what changing roles and ending seats raises.
    """
    review = lock_review(session, organisation, review_id)
    item, seat = _undecided(session, review, seat_id)
    if seat.account_id == by and has_another_owner(session, seat):
        raise OwnSeatReview
    if decision is Decision.CHANGE and set(roles) == set(seat.roles):
        decision = Decision.KEEP
    match decision:
        case Decision.KEEP if sorted(set(roles)) != sorted(seat.roles):
            raise SeatChangedMeanwhile
        case Decision.CHANGE:
            change_roles(session, organisation, seat_id, roles=roles, by=by, at=at)
        case Decision.END:
            end_seat(session, organisation, seat_id, by=by, at=at)
    item.decision, item.decided_by, item.decided_at = decision, by, at
    item.roles_after = None if decision is Decision.END else list(seat.roles)
    session.flush()
    record(
        session,
        action="access_review.seat_decided",
        object_type="staff_seat",
        object_id=seat_id,
        at=at,
        before={"roles": item.roles},
        after={"review_id": str(review.id), "decision": decision},
    )
    return item


def lock_review(
    session: Session, organisation: Organisation, review_id: UUID
) -> AccessReview:
    """An organisation's open review; its owners take turns until the transaction ends.

    Raises ReviewNotFound or ReviewOver.
    """
    lock_staff(session, organisation.id)
    review = session.scalar(
        select(AccessReview)
        .where(
            AccessReview.id == review_id,
            AccessReview.organisation_id == organisation.id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if review is None:
        raise ReviewNotFound
    if review.state != ReviewState.OPEN:
        raise ReviewOver
    return review


def _undecided(
    session: Session, review: AccessReview, seat_id: UUID
) -> tuple[ReviewedSeat, Seat]:
    row = session.execute(
        select(ReviewedSeat, Seat)
        .join(Seat, Seat.id == ReviewedSeat.seat_id)
        .where(ReviewedSeat.review_id == review.id, ReviewedSeat.seat_id == seat_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise SeatNotFound
    item, seat = row
    if item.decision is not None:
        raise SeatAlreadyReviewed(decision=DECISIONS[item.decision])
    if seat.ended_at is not None:
        raise SeatNotFound
    return item, seat
