"""Writing to those at an organisation who can act."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.mail import Letter
from partners.accounts.services.tell import tell
from partners.organisations.models import Organisation
from partners.staff.models import Seat
from partners.staff.queries import staff_of
from partners.staff.rules import Permission, permissions_of

# Nobody has more people who do the same; more letters would help no one.
MOST_LETTERS = 50
MOST_SEATS = 500


def tell_staff(
    session: Session,
    organisation_id: UUID,
    letter: Letter,
    *,
    who_may: Permission,
    at: datetime,
    but: UUID | None = None,
    **values: Any,
) -> int:
    """Write to all who have a permission at an organisation, each in her language, in
    the caller's transaction; how many. `but` is who did it herself and knows.

    At most 50, those who are there longest. `organisation` in the letter is its name.
    """
    organisation = session.get_one(Organisation, organisation_id)
    seats = session.execute(
        staff_of(organisation_id).order_by(Seat.appointed_at, Seat.id).limit(MOST_SEATS)
    )
    readers = [
        account
        for seat, account in seats
        if who_may in permissions_of(seat.roles, organisation.kinds)
        and account.id != but
    ][:MOST_LETTERS]
    for account in readers:
        tell(session, account, letter, at=at, organisation=organisation.name, **values)
    return len(readers)
