"""The ten places of an organisation, so that no eleventh guess is looked up (VC-05).

A look-up holds a place while it runs, by a lock that ends with its transaction; a
failed one uses its place up for ten minutes. What runs and what failed never come to
more than ten together, however many ask at once, and who finds what he asks for is
never refused: he waits for a place at worst.
"""

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit import record
from core.logs import get_logger
from partners.denials.services.alerts import raise_alert
from vouchers.guessing.models import UsedPlace

log = get_logger(__name__)

PLACES = 10
PERIOD = timedelta(minutes=10)
RULE = "redeem_codes"
GUESSED = "voucher.code_unknown"


class NoPlaceLeft(Exception):
    """All places are used up; the first is free again at `free_at`."""

    def __init__(self, free_at: datetime) -> None:
        super().__init__(free_at)
        self.free_at = free_at


def take_place(session: Session, *, organisation_id: UUID, at: datetime) -> int:
    """Hold a place until the transaction ends, and wait for one if all are held.

    Raises NoPlaceLeft.
    """
    places: Sequence[int] = range(PLACES)
    while True:
        place = _hold_one(session, organisation_id, places)
        # Whoever used it up committed that before he let go of it.
        used = _used_up(session, organisation_id, at=at)
        if place not in used:
            return place
        places = [one for one in places if one not in used]
        if not places:
            raise NoPlaceLeft(min(used.values()))


def use_up(
    session: Session,
    place: int,
    *,
    organisation_id: UUID,
    client_id: str,
    address: str,
    at: datetime,
) -> None:
    """Write down that what was looked up in this place was not there.

    The code is not kept. Using the last place up raises an alert.
    """
    _take_turns(session, organisation_id)
    used = insert(UsedPlace).values(
        organisation_id=organisation_id, place=place, used_until=at + PERIOD
    )
    session.execute(
        used.on_conflict_do_update(
            index_elements=[UsedPlace.organisation_id, UsedPlace.place],
            set_={"used_until": used.excluded.used_until},
        )
    )
    record(session, action=GUESSED, object_type="client", object_id=client_id, at=at)
    log.warning("voucher.code_unknown", client_id=client_id)
    if len(_used_up(session, organisation_id, at=at)) == PLACES:
        raise_alert(
            session,
            rule=RULE,
            address=address,
            failures=PLACES,
            organisation_id=organisation_id,
            quiet_for=PERIOD,
            at=at,
        )


def _hold_one(session: Session, organisation_id: UUID, places: Sequence[int]) -> int:
    for place in random.sample(places, len(places)):
        lock = _lock(organisation_id, str(place))
        if session.scalar(select(func.pg_try_advisory_xact_lock(lock))):
            return place
    place = random.choice(places)  # noqa: S311 (which queue to stand in)
    lock = _lock(organisation_id, str(place))
    session.execute(select(func.pg_advisory_xact_lock(lock)))
    return place


def _used_up(
    session: Session, organisation_id: UUID, *, at: datetime
) -> dict[int, datetime]:
    rows = session.execute(
        select(UsedPlace.place, UsedPlace.used_until).where(
            UsedPlace.organisation_id == organisation_id, UsedPlace.used_until > at
        )
    )
    return dict(rows.all())


def _take_turns(session: Session, organisation_id: UUID) -> None:
    """Of those who fail at the same instant one sees that all are used up."""
    lock = _lock(organisation_id, "turn")
    session.execute(select(func.pg_advisory_xact_lock(lock)))


def _lock(organisation_id: UUID, what: str) -> int:
    name = f"redeem codes {organisation_id} {what}".encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:8], signed=True)
