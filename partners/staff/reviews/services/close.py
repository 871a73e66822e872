"""Ending a review: completed by an owner, or over because nobody answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.formats import moment_text
from core.signing import issuer_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.oauth.clients.queries import living_secrets
from partners.oauth.models import Client
from partners.organisations.models import Organisation, Standing
from partners.staff.errors import LastOwner
from partners.staff.models import Seat
from partners.staff.reviews.errors import ReviewNotFinished, ReviewOver
from partners.staff.reviews.letters import LAPSED
from partners.staff.reviews.models import AccessReview, ReviewedSeat
from partners.staff.reviews.queries import owners_of
from partners.staff.reviews.record import digest_of, facts_of
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import Decision, ReviewState, is_unused
from partners.staff.reviews.services.decide import lock_review
from partners.staff.reviews.services.open import address_of
from partners.staff.services.seats import end_seat


def complete(
    session: Session,
    organisation: Organisation,
    review_id: UUID,
    *,
    by: UUID,
    at: datetime,
) -> AccessReview:
    """Complete a review of which every seat is decided or gone.

    Raises ReviewNotFound, ReviewOver or ReviewNotFinished.
    """
    review = lock_review(session, organisation, review_id)
    _note_the_gone(session, review, at=at)
    left = session.scalar(
        select(func.count())
        .select_from(ReviewedSeat)
        .where(ReviewedSeat.review_id == review.id, ReviewedSeat.decision.is_(None))
    )
    if left:
        raise ReviewNotFinished(left=left)
    next_at = at + rulebook().every(organisation.kinds)
    _close(session, review, ReviewState.COMPLETED, by=by, next_at=next_at, at=at)
    return review


def lapse_next(session: Session, *, at: datetime) -> AccessReview | None:
    """Let the review end that is overdue the longest and that nobody completed.

    Seats that nobody decided and nobody used for the span of the rules end, never the
    last owner; the others stay and are noted as unconfirmed. None when no review is to
    end. Reviews of terminated organisations stay as they are.
    """
    found = session.execute(
        select(AccessReview.id, Organisation)
        .join(Organisation, Organisation.id == AccessReview.organisation_id)
        .where(
            AccessReview.state == ReviewState.OPEN,
            AccessReview.lapses_at <= at,
            Organisation.standing != Standing.TERMINATED,
        )
        .order_by(AccessReview.lapses_at, AccessReview.id)
        .limit(1)
        # The same row first as everybody who changes this organisation's staff.
        .with_for_update(of=Organisation, key_share=True, skip_locked=True)
    ).one_or_none()
    if found is None:
        return None
    organisation = found.Organisation
    try:
        review = lock_review(session, organisation, found.id)
    except ReviewOver:
        # An owner completed it between the two statements.
        return None
    _note_the_gone(session, review, at=at)
    ended, stayed = _end_unused(session, organisation, review, at=at)
    next_at = at + rulebook().again
    _close(session, review, ReviewState.LAPSED, by=None, next_at=next_at, at=at)
    _tell_owners(session, organisation, review, ended=ended, stayed=stayed, at=at)
    return review


def _note_the_gone(session: Session, review: AccessReview, *, at: datetime) -> None:
    """Seats that ended otherwise need no decision."""
    session.execute(
        update(ReviewedSeat)
        .where(
            ReviewedSeat.review_id == review.id,
            ReviewedSeat.decision.is_(None),
            ReviewedSeat.seat_id == Seat.id,
            Seat.ended_at.is_not(None),
        )
        .values(decision=Decision.GONE, decided_at=at)
        .execution_options(synchronize_session=False)
    )


def _end_unused(
    session: Session, organisation: Organisation, review: AccessReview, *, at: datetime
) -> tuple[int, int]:
    """End what nobody decided and nobody uses; how many ended, and how many stay.

    Those who were away longest go first, so that the owner who stays is the one who
    was here last.
    """
    rows = session.execute(
        select(ReviewedSeat, Seat, Account.last_signed_in_at)
        .join(Seat, Seat.id == ReviewedSeat.seat_id)
        .join(Account, Account.id == Seat.account_id)
        .where(ReviewedSeat.review_id == review.id, ReviewedSeat.decision.is_(None))
        .order_by(Account.last_signed_in_at.nulls_first(), Seat.id)
    ).all()
    ended = 0
    for item, seat, last in rows:
        unused = is_unused(seat, last, span=rulebook().end_unused, at=at)
        gone = unused and _end(session, organisation, seat, at=at)
        item.decision = Decision.ENDED_UNUSED if gone else Decision.UNCONFIRMED
        item.decided_at, item.roles_after = at, None if gone else list(seat.roles)
        ended += gone
    session.flush()
    return ended, len(rows) - ended


def _end(
    session: Session, organisation: Organisation, seat: Seat, *, at: datetime
) -> bool:
    """End a seat unless it is the last owner's; whether it ended."""
    try:
        end_seat(
            session,
            organisation,
            seat.id,
            by=None,
            at=at,
            reason="Not confirmed in an access review, and not used.",
        )
    except LastOwner:
        return False
    return True


def _close(
    session: Session,
    review: AccessReview,
    state: ReviewState,
    *,
    by: UUID | None,
    next_at: datetime,
    at: datetime,
) -> None:
    """Fill in what the record holds, and its digest, which goes on the trail too."""
    programs = _programs_of(session, review.organisation_id)
    seats = session.scalars(
        select(ReviewedSeat)
        .where(ReviewedSeat.review_id == review.id)
        .execution_options(populate_existing=True)
    ).all()
    review.state, review.closed_at, review.closed_by = state, at, by
    review.remind_at, review.next_at, review.programs = None, next_at, programs
    review.digest = digest_of(facts_of(review, seats))
    session.flush()
    record(
        session,
        action=f"access_review.{state}",
        object_type="access_review",
        object_id=review.id,
        at=at,
        after={"seats": len(seats), "sha256": review.digest.hex()},
    )


def _programs_of(session: Session, organisation_id: UUID) -> list[dict[str, Any]]:
    """The programs that can act at this moment: they hold access, too."""
    clients = session.scalars(
        select(Client)
        .where(Client.organisation_id == organisation_id, Client.disabled_at.is_(None))
        .order_by(Client.id)
    ).all()
    secrets = living_secrets(session, clients)
    return [
        {
            "client_id": client.client_id,
            "name": client.name,
            "scopes": client.scopes,
            "last_used_at": _instant(client.last_used_at),
            "secrets_since": [_instant(each.created_at) for each in secrets[client.id]],
        }
        for client in clients
    ]


def _tell_owners(
    session: Session,
    organisation: Organisation,
    review: AccessReview,
    *,
    ended: int,
    stayed: int,
    at: datetime,
) -> None:
    zone = issuer_of(session).zone
    for owner in owners_of(session, [organisation.id])[organisation.id]:
        tell(
            session,
            owner,
            LAPSED,
            at=at,
            organisation=organisation.name,
            ended=ended,
            stayed=stayed,
            next=moment_text(at + rulebook().again, zone=zone),
            link=address_of(session, organisation, review.id),
        )


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
