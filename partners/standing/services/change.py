"""Lifting and shortening a sanction: one person proposes, another decides."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from partners.conflicts.services.guard import refuse_tied_staff
from partners.standing import rules
from partners.standing.errors import (
    ChangeAlreadyOpen,
    ChangeNotFound,
    SanctionMoveIllegal,
    SecondPersonNeeded,
)
from partners.standing.events import SanctionShortened
from partners.standing.models import (
    ChangeAct,
    ChangeState,
    Sanction,
    SanctionChange,
    Severity,
    State,
)
from partners.standing.queries import find_sanction
from partners.standing.services.begin import finish

LIVE = (State.ANNOUNCED, State.IN_FORCE)


def propose_change(
    session: Session,
    *,
    sanction_id: UUID,
    act: ChangeAct,
    reason: str,
    by: UUID | None,
    at: datetime,
    zone: ZoneInfo,
    ends_on: date | None = None,
) -> SanctionChange:
    """Ask that a sanction be lifted, or end on an earlier day.

    Done at once for a warning and for an emergency stop that nobody has confirmed;
    else a second person decides. Raises SanctionNotFound, SanctionMoveIllegal,
    SanctionUnfit or ChangeAlreadyOpen.
    """
    sanction = find_sanction(session, sanction_id, lock=True)
    refuse_tied_staff(session, by, sanction.organisation_id)
    if sanction.state not in LIVE:
        raise SanctionMoveIllegal(state=str(sanction.state), wanted=str(act))
    ends_at = None
    if act == ChangeAct.SHORTEN:
        ends_at = rules.shorter_end(ends_on, present=sanction.ends_at, at=at, zone=zone)
    alone = sanction.severity == Severity.WARNING or sanction.is_emergency
    change = _write(
        session, sanction, act, ends_at, reason=reason, alone=alone, by=by, at=at
    )
    if alone:
        _make(session, sanction, change, by=by, at=at)
    return change


def decide_change(
    session: Session,
    *,
    sanction_id: UUID,
    change_id: UUID,
    agrees: bool,
    by: UUID,
    at: datetime,
) -> SanctionChange:
    """Agree to an open proposal, or turn it down (its author may, too).

    Raises SanctionNotFound, ChangeNotFound, SecondPersonNeeded, SanctionMoveIllegal or
    SanctionUnfit.
    """
    sanction = find_sanction(session, sanction_id, lock=True)
    refuse_tied_staff(session, by, sanction.organisation_id)
    change = session.scalar(
        select(SanctionChange).where(
            SanctionChange.id == change_id,
            SanctionChange.sanction_id == sanction.id,
            SanctionChange.state == ChangeState.OPEN,
        )
    )
    if change is None:
        raise ChangeNotFound
    if agrees:
        if change.proposed_by == by:
            raise SecondPersonNeeded
        rules.check_not_over(change.ends_at, at=at)
        _make(session, sanction, change, by=by, at=at)
        return change
    change.state = ChangeState.DECLINED
    change.decided_by = by
    change.decided_at = at
    _write_down(session, sanction, change, "sanction.change_declined", at=at)
    return change


def _make(
    session: Session,
    sanction: Sanction,
    change: SanctionChange,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    change.state = ChangeState.MADE
    change.decided_by = by
    change.decided_at = at
    _write_down(session, sanction, change, "sanction.change_made", at=at)
    if change.act == ChangeAct.LIFT:
        finish(session, sanction, State.LIFTED, at=at, reason=change.reason)
        return
    if sanction.state not in LIVE or change.ends_at is None:
        raise SanctionMoveIllegal(state=str(sanction.state), wanted=str(change.act))
    sanction.ends_at = change.ends_at
    session.flush()
    publish(
        session,
        SanctionShortened(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            ends_at=change.ends_at,
            occurred_at=at,
            audience=(sanction.organisation_id,),
        ),
    )


def _write(
    session: Session,
    sanction: Sanction,
    act: ChangeAct,
    ends_at: datetime | None,
    *,
    reason: str,
    alone: bool,
    by: UUID | None,
    at: datetime,
) -> SanctionChange:
    made: SanctionChange | None = session.scalar(
        insert(SanctionChange)
        .values(
            id=new_id(),
            sanction_id=sanction.id,
            act=act,
            ends_at=ends_at,
            reason=reason,
            alone=alone,
            state=ChangeState.OPEN,
            proposed_by=by,
            proposed_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=[SanctionChange.sanction_id],
            index_where=SanctionChange.state == ChangeState.OPEN,
        )
        .returning(SanctionChange)
    )
    if made is None:
        raise ChangeAlreadyOpen
    _write_down(session, sanction, made, "sanction.change_proposed", at=at)
    return made


def _write_down(
    session: Session,
    sanction: Sanction,
    change: SanctionChange,
    action: str,
    *,
    at: datetime,
) -> None:
    session.flush()
    record(
        session,
        action=action,
        object_type="sanction",
        object_id=sanction.id,
        at=at,
        after={"change_id": str(change.id), "act": change.act},
        reason=change.reason,
    )
