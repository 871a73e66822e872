"""The record of a review: what an auditor asks for, with a digest that holds it.

The digest is over facts without names, so that it stays true when somebody changes her
name. It stands in the audit trail too, which nobody can change: a record that was
altered later does not fit it any more.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy.orm import Session

from core.sheets import Cell
from partners.organisations.models import Organisation
from partners.staff.report.people import names_of_accounts
from partners.staff.reviews.models import AccessReview, ReviewedSeat
from partners.staff.reviews.queries import SeatInReview, seats_in, show_seats

COLUMNS = (
    *("organisation_code", "review_id", "seat_id", "full_name", "email"),
    *("roles_before", "last_signed_in_at", "unused", "decision", "roles_after"),
    *("decided_by", "decided_at"),
)


def facts_of(review: AccessReview, seats: Iterable[ReviewedSeat]) -> dict[str, Any]:
    """What the digest is over, in an order that does not depend on how it was read."""
    return {
        "review_id": str(review.id),
        "organisation_id": str(review.organisation_id),
        "state": review.state,
        "rules_version": review.rules_version,
        "opened_at": _instant(review.opened_at),
        "due_at": _instant(review.due_at),
        "closed_at": _instant(review.closed_at),
        "closed_by": _id(review.closed_by),
        "programs": review.programs,
        "seats": [
            {
                "seat_id": str(each.seat_id),
                "account_id": str(each.account_id),
                "roles_before": each.roles,
                "last_signed_in_at": _instant(each.last_signed_in_at),
                "unused": each.unused,
                "decision": each.decision,
                "roles_after": each.roles_after,
                "decided_by": _id(each.decided_by),
                "decided_at": _instant(each.decided_at),
            }
            for each in sorted(seats, key=lambda each: each.seat_id)
        ],
    }


def digest_of(facts: dict[str, Any]) -> bytes:
    """SHA-256 of the facts as JSON with sorted names and without blanks."""
    canonical = json.dumps(
        facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).digest()


def read_seats(session: Session, review: AccessReview) -> list[SeatInReview]:
    """All seats in a review: as many as the organisation had staff."""
    rows = session.execute(seats_in(review.id).order_by(ReviewedSeat.seat_id)).all()
    return show_seats(session, rows)


def record_of(
    session: Session,
    review: AccessReview,
    organisation: Organisation,
    seats: Sequence[SeatInReview],
) -> dict[str, Any]:
    """The record as a document. `sha256` is that of the end of the review, None while
    it is open; `unaltered` says whether what is stored still fits it."""
    facts = facts_of(review, [each.item for each in seats])
    closers = names_of_accounts(session, {review.closed_by})
    people = {str(each.item.seat_id): each for each in seats}
    return {
        **facts,
        "organisation_code": organisation.code,
        "organisation": organisation.name,
        "closed_by": closers.get(review.closed_by),
        "seats": [
            {
                **fact,
                "full_name": people[fact["seat_id"]].colleague.full_name,
                "email": people[fact["seat_id"]].colleague.email,
                "decided_by": people[fact["seat_id"]].decided_by,
            }
            for fact in facts["seats"]
        ],
        "sha256": None if review.digest is None else review.digest.hex(),
        "unaltered": review.digest is None or review.digest == digest_of(facts),
    }


def lines_of(
    review: AccessReview, organisation: Organisation, seats: Sequence[SeatInReview]
) -> Iterable[Sequence[Cell]]:
    """The record as rows under COLUMNS."""
    for each in seats:
        item = each.item
        yield (
            organisation.code,
            str(review.id),
            str(item.seat_id),
            each.colleague.full_name,
            each.colleague.email,
            " ".join(item.roles),
            item.last_signed_in_at,
            "yes" if item.unused else "no",
            item.decision,
            " ".join(item.roles_after or ()),
            each.decided_by,
            item.decided_at,
        )


def _instant(value: Any) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat()


def _id(value: Any) -> str | None:
    return None if value is None else str(value)
