"""Reads of reviews, of the seats in them, and of the owners to write to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.orm import Session

from partners.accounts.models import Account
from partners.organisations.models import ACTING, Kind, Organisation
from partners.staff.models import Seat
from partners.staff.queries import Colleague, colleague_of
from partners.staff.report.people import names_of_accounts
from partners.staff.reviews.errors import ReviewNotFound
from partners.staff.reviews.models import AccessReview, ReviewedSeat
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import ReviewState
from partners.staff.rules import Role


@dataclass(frozen=True)
class Progress:
    """A review with its organisation, and how far it has come."""

    review: AccessReview
    organisation: Organisation
    seats: int
    decided: int
    late: bool


@dataclass(frozen=True)
class SeatInReview:
    """A seat in a review with its person; `live` is the seat as it is now."""

    item: ReviewedSeat
    live: Seat
    colleague: Colleague
    decided_by: str | None

    @property
    def is_open(self) -> bool:
        """Whether an owner has to say something about it."""
        return self.item.decision is None and self.live.ended_at is None


def organisations_due(*, at: datetime, limit: int) -> Select[Organisation]:
    """Organisations whose next review opens by now, the longest waiting first, locked.

    Only those that act and have somebody on the staff.
    """
    latest = (
        select(
            AccessReview.organisation_id,
            func.max(AccessReview.next_at).label("next_at"),
            func.bool_or(AccessReview.state == ReviewState.OPEN).label("is_open"),
        )
        .group_by(AccessReview.organisation_id)
        .subquery()
    )
    book = rulebook()
    first = Organisation.created_at + case(
        (Organisation.kinds.contains([Kind.OPERATOR]), book.every_operator),
        else_=book.every_partner,
    ).cast(INTERVAL)
    due = func.coalesce(latest.c.next_at, first)
    staffed = exists().where(
        Seat.organisation_id == Organisation.id, Seat.ended_at.is_(None)
    )
    return (
        select(Organisation)
        .outerjoin(latest, latest.c.organisation_id == Organisation.id)
        .where(
            Organisation.standing.in_(ACTING),
            staffed,
            func.coalesce(latest.c.is_open, False).is_(False),
            due <= at,
        )
        .order_by(due, Organisation.id)
        .limit(limit)
        # Two workers at once take different ones, or find them open.
        .with_for_update(of=Organisation, key_share=True, skip_locked=True)
    )


def reviews_with_organisations(
    *,
    organisation_id: UUID | None = None,
    state: str | None = None,
    late_at: datetime | None = None,
) -> Select[*tuple[Any, ...]]:
    """Reviews with their organisations; `late_at` leaves those that were due then."""
    query = select(
        AccessReview, Organisation, AccessReview.id, AccessReview.due_at
    ).join(Organisation, Organisation.id == AccessReview.organisation_id)
    if organisation_id is not None:
        query = query.where(AccessReview.organisation_id == organisation_id)
    if state is not None:
        query = query.where(AccessReview.state == state)
    if late_at is not None:
        query = query.where(
            AccessReview.state == ReviewState.OPEN, AccessReview.due_at <= late_at
        )
    return query


def open_review(session: Session, organisation_id: UUID) -> AccessReview | None:
    """The review that an organisation has to answer now."""
    return session.scalar(
        select(AccessReview).where(
            AccessReview.organisation_id == organisation_id,
            AccessReview.state == ReviewState.OPEN,
        )
    )


def find_review(
    session: Session, review_id: UUID, *, organisation_id: UUID | None = None
) -> tuple[AccessReview, Organisation]:
    """One review, of one organisation or of any; raises ReviewNotFound."""
    row = session.execute(
        reviews_with_organisations(organisation_id=organisation_id).where(
            AccessReview.id == review_id
        )
    ).one_or_none()
    if row is None:
        raise ReviewNotFound
    return row[0], row[1]


def show_progress(
    session: Session,
    rows: Sequence[Row[*tuple[Any, ...]] | tuple[AccessReview, Organisation]],
    *,
    at: datetime,
) -> list[Progress]:
    """Reviews with how many of their seats were decided, in one more query."""
    settled = or_(ReviewedSeat.decision.is_not(None), Seat.ended_at.is_not(None))
    counts = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(
                ReviewedSeat.review_id,
                func.count(),
                func.count().filter(settled),
            )
            .join(Seat, Seat.id == ReviewedSeat.seat_id)
            .where(ReviewedSeat.review_id.in_([row[0].id for row in rows]))
            .group_by(ReviewedSeat.review_id)
        )
    }
    return [
        Progress(row[0], row[1], *counts.get(row[0].id, (0, 0)), row[0].is_late(at=at))
        for row in rows
    ]


def seats_in(review_id: UUID) -> Select[*tuple[Any, ...]]:
    """The seats in a review, in the order in which they were given."""
    return (
        select(ReviewedSeat, Seat, Account, ReviewedSeat.seat_id)
        .join(Seat, Seat.id == ReviewedSeat.seat_id)
        .join(Account, Account.id == ReviewedSeat.account_id)
        .where(ReviewedSeat.review_id == review_id)
    )


def undecided(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of `seats_in`, those about which an owner has to say something."""
    return query.where(ReviewedSeat.decision.is_(None), Seat.ended_at.is_(None))


def settled(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of `seats_in`, the others."""
    return query.where(
        or_(ReviewedSeat.decision.is_not(None), Seat.ended_at.is_not(None))
    )


def show_seats(
    session: Session, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[SeatInReview]:
    """Rows of `seats_in`, opened; who decided is looked up in one more query."""
    names = names_of_accounts(session, {row[0].decided_by for row in rows})
    return [
        SeatInReview(
            item, live, colleague_of(session, live, account), names.get(item.decided_by)
        )
        for item, live, account, *_ in rows
    ]


def owners_of(
    session: Session, organisation_ids: Collection[UUID]
) -> dict[UUID, list[Account]]:
    """The owners of organisations who can sign in."""
    found: dict[UUID, list[Account]] = defaultdict(list)
    for organisation_id, account in session.execute(
        select(Seat.organisation_id, Account)
        .join(Account, Account.id == Seat.account_id)
        .where(
            and_(Seat.organisation_id.in_(organisation_ids), Seat.ended_at.is_(None)),
            Seat.roles.contains([Role.OWNER]),
            Account.disabled_at.is_(None),
        )
        .order_by(Seat.id)
    ):
        found[organisation_id].append(account)
    return found
