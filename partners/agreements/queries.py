"""What an organisation has accepted, and what it still has to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from partners.agreements.models import Acceptance
from partners.agreements.shipped import Agreement, agreements_in_force


@dataclass(frozen=True)
class Due:
    """An agreement in force, and its acceptance if there is one."""

    agreement: Agreement
    acceptance: Acceptance | None


def agreements_of(session: Session, organisation_id: UUID, *, on: date) -> list[Due]:
    """The agreements in force, each with what the organisation did about it."""
    accepted = {
        (each.code, each.version): each
        for each in session.scalars(
            select(Acceptance)
            .where(Acceptance.organisation_id == organisation_id)
            .limit(500)
        )
    }
    return [
        Due(agreement, accepted.get((agreement.code, agreement.version)))
        for agreement in agreements_in_force(on=on)
    ]


def unaccepted(session: Session, organisation_id: UUID, *, on: date) -> list[Agreement]:
    """The agreements in force that it has not accepted."""
    due = agreements_of(session, organisation_id, on=on)
    return [each.agreement for each in due if each.acceptance is None]
