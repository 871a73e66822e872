"""The second person decides about a sanction that the first one proposed."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.conflicts.services.guard import refuse_tied_staff
from partners.standing.errors import SanctionMoveIllegal, SecondPersonNeeded
from partners.standing.events import SanctionConfirmed
from partners.standing.models import Sanction, State
from partners.standing.queries import find_sanction
from partners.standing.rules import check_not_over
from partners.standing.services.begin import announce_or_begin


def confirm_sanction(
    session: Session, *, sanction_id: UUID, by: UUID, at: datetime, zone: ZoneInfo
) -> Sanction:
    """Agree to a proposed sanction, or to an emergency stop, which then does not lapse.

    What a program of the operator stopped has been seen by nobody yet: the first person
    who confirms it takes it on as hers, and another one has to confirm it too. Raises
    SanctionNotFound, SanctionMoveIllegal, SecondPersonNeeded, StaffTied or
    SanctionUnfit.
    """
    sanction = find_sanction(session, sanction_id, lock=True)
    _require_undecided(sanction)
    if sanction.proposed_by == by:
        raise SecondPersonNeeded
    refuse_tied_staff(session, by, sanction.organisation_id)
    check_not_over(sanction.ends_at, at=at)
    if sanction.proposed_by is None:
        sanction.proposed_by = by
        _write_down(session, sanction, "sanction.taken_on", at=at)
        return sanction
    sanction.confirmed_by = by
    sanction.confirmed_at = at
    _write_down(session, sanction, "sanction.confirmed", at=at)
    if sanction.state == State.PROPOSED:
        announce_or_begin(session, sanction, at=at, zone=zone)
        return sanction
    sanction.lapses_at = None
    session.flush()
    publish(
        session,
        SanctionConfirmed(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            occurred_at=at,
            audience=(sanction.organisation_id,),
        ),
    )
    return sanction


def decline_sanction(
    session: Session, *, sanction_id: UUID, reason: str, by: UUID, at: datetime
) -> Sanction:
    """Turn a proposal down; also the one who made it may, as that sanctions nobody.

    An emergency stop is in force and is lifted, not declined. Raises SanctionNotFound,
    StaffTied or SanctionMoveIllegal.
    """
    sanction = find_sanction(session, sanction_id, lock=True)
    refuse_tied_staff(session, by, sanction.organisation_id)
    sanction.move_to(State.DECLINED)
    sanction.finished_at = at
    _write_down(session, sanction, "sanction.declined", at=at, reason=reason)
    return sanction


def _require_undecided(sanction: Sanction) -> None:
    waits = sanction.state == State.PROPOSED
    acts_on_one = sanction.state == State.IN_FORCE and sanction.is_emergency
    if not (waits or acts_on_one):
        raise SanctionMoveIllegal(state=str(sanction.state), wanted="confirmed")


def _write_down(
    session: Session,
    sanction: Sanction,
    action: str,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    session.flush()
    record(
        session,
        action=action,
        object_type="sanction",
        object_id=sanction.id,
        at=at,
        reason=reason,
    )
