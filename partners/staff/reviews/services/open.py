"""Opening reviews: those that are due, or one because an owner wants it now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.formats import moment_text
from core.ids import new_id
from core.signing import issuer_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.organisations.models import Organisation
from partners.staff.models import Seat
from partners.staff.reviews.errors import ReviewAlreadyOpen
from partners.staff.reviews.letters import OPENED
from partners.staff.reviews.models import AccessReview, ReviewedSeat
from partners.staff.reviews.queries import organisations_due, owners_of
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import ReviewState, is_unused
from partners.staff.services.seats import lock_staff

BATCH = 50


def open_due(session: Session, *, at: datetime) -> int:
    """Open the reviews that are due, up to a batch; how many organisations were due.

    Owners are told by mail. Idempotent: an organisation has one open review.
    """
    due = session.scalars(organisations_due(at=at, limit=BATCH)).all()
    _open(session, due, by=None, at=at)
    return len(due)


def open_now(
    session: Session, organisation: Organisation, *, by: UUID | None, at: datetime
) -> AccessReview:
    """Open a review before its time, None when a command does; raises
    ReviewAlreadyOpen."""
    lock_staff(session, organisation.id)
    opened = _open(session, [organisation], by=by, at=at)
    if not opened:
        raise ReviewAlreadyOpen
    return opened[0]


def address_of(session: Session, organisation: Organisation, review_id: UUID) -> str:
    """Where owners answer a review, and find its record later."""
    site = issuer_of(session).address
    return f"{site}/partner/{organisation.code}/staff/reviews/{review_id}"


def _open(
    session: Session,
    organisations: Sequence[Organisation],
    *,
    by: UUID | None,
    at: datetime,
) -> Sequence[AccessReview]:
    if not organisations:
        return []
    opened = session.scalars(
        insert(AccessReview)
        .values([_fresh(each, by=by, at=at) for each in organisations])
        # Somebody else may open one at this very moment: it stands.
        .on_conflict_do_nothing(
            index_elements=[AccessReview.organisation_id],
            index_where=AccessReview.state == ReviewState.OPEN,
        )
        .returning(AccessReview)
    ).all()
    _list_seats(session, opened, at=at)
    for review in opened:
        record(
            session,
            action="access_review.opened",
            object_type="access_review",
            object_id=review.id,
            at=at,
            after={"organisation_id": str(review.organisation_id)},
        )
    _tell_owners(session, organisations, opened, by=by, at=at)
    return opened


def _fresh(
    organisation: Organisation, *, by: UUID | None, at: datetime
) -> dict[str, Any]:
    book = rulebook()
    due_at = at + book.answer
    return {
        "id": new_id(),
        "organisation_id": organisation.id,
        "state": ReviewState.OPEN,
        "rules_version": book.version,
        "opened_at": at,
        "opened_by": by,
        "due_at": due_at,
        "lapses_at": due_at + book.lapse,
        "remind_at": due_at - book.remind_before,
        "reminders": 0,
    }


def _list_seats(
    session: Session, opened: Sequence[AccessReview], *, at: datetime
) -> None:
    """Put the live seats of the organisations into their reviews."""
    reviews = {review.organisation_id: review.id for review in opened}
    rows = session.execute(
        select(Seat, Account.last_signed_in_at)
        .join(Account, Account.id == Seat.account_id)
        .where(Seat.organisation_id.in_(reviews), Seat.ended_at.is_(None))
        .order_by(Seat.id)
    ).all()
    if not rows:
        return
    span = rulebook().unused
    session.execute(
        insert(ReviewedSeat),
        [
            {
                "id": new_id(),
                "review_id": reviews[seat.organisation_id],
                "seat_id": seat.id,
                "account_id": seat.account_id,
                "roles": seat.roles,
                "last_signed_in_at": last,
                "unused": is_unused(seat, last, span=span, at=at),
            }
            for seat, last in rows
        ],
    )


def _tell_owners(
    session: Session,
    organisations: Sequence[Organisation],
    opened: Sequence[AccessReview],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    named = {each.id: each for each in organisations}
    owners = owners_of(session, [review.organisation_id for review in opened])
    zone = issuer_of(session).zone
    for review in opened:
        organisation = named[review.organisation_id]
        for owner in owners[organisation.id]:
            if owner.id != by:
                tell(
                    session,
                    owner,
                    OPENED,
                    at=at,
                    organisation=organisation.name,
                    due=moment_text(review.due_at, zone=zone),
                    link=address_of(session, organisation, review.id),
                )
