"""Exceptions from what a tie refuses: two people, a reason, and an end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.clock import LAST_SECOND, end_of_day
from core.events import publish
from partners.conflicts.errors import (
    SecondWaiverPerson,
    WaiverMoveIllegal,
    WaiverNotFound,
    WaiverUnfit,
)
from partners.conflicts.events import WaiverEnded, WaiverGranted
from partners.conflicts.models import Purpose, Waiver, WaiverState
from partners.conflicts.rulebook import rulebook
from partners.conflicts.services.guard import refuse_tied_staff
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation
from partners.staff.queries import operator_seat

BATCH = 200


@dataclass(frozen=True)
class WaiverDraft:
    """A waiver as somebody asks for it: for two organisations, or for a member of the
    operator's staff and one. `ends_on` is its last day."""

    purpose: Purpose
    organisation_id: UUID
    reason: str
    ends_on: date
    other_organisation_id: UUID | None = None
    account_id: UUID | None = None


def propose_waiver(
    session: Session, draft: WaiverDraft, *, by: UUID, at: datetime, zone: ZoneInfo
) -> Waiver:
    """Ask for an exception; it is none until a second person agrees.

    Raises WaiverUnfit, OrganisationNotFound, SecondWaiverPerson (for oneself) or
    StaffTied.
    """
    ends_at = _end(draft, at=at, zone=zone)
    one, other = draft.organisation_id, draft.other_organisation_id
    _require(session, [one, *([other] if other else [])])
    if draft.account_id == by:
        raise SecondWaiverPerson
    if draft.account_id and operator_seat(session, draft.account_id) is None:
        raise WaiverUnfit(days=rulebook().waiver_longest_days)
    _refuse_tied(session, draft.purpose, one, other, by)
    if other is not None and other < one:
        one, other = other, one
    waiver = Waiver(
        purpose=draft.purpose,
        organisation_id=one,
        other_organisation_id=other,
        account_id=draft.account_id,
        reason=draft.reason,
        proposed_by=by,
        proposed_at=at,
        ends_at=ends_at,
    )
    session.add(waiver)
    session.flush()
    _write_down(session, waiver, "conflict_waiver.proposed", at=at)
    return waiver


def decide_waiver(
    session: Session, *, waiver_id: UUID, agrees: bool, by: UUID, at: datetime
) -> Waiver:
    """Grant an exception as the second person, or turn it down.

    Raises WaiverNotFound, WaiverMoveIllegal, SecondWaiverPerson or StaffTied.
    """
    waiver = _locked(session, waiver_id)
    over = at >= waiver.ends_at + LAST_SECOND
    if waiver.state != WaiverState.PROPOSED or (agrees and over):
        raise WaiverMoveIllegal(state=str(waiver.state))
    if agrees:
        if by in (waiver.proposed_by, waiver.account_id):
            raise SecondWaiverPerson
        _refuse_tied(
            session,
            Purpose(waiver.purpose),
            waiver.organisation_id,
            waiver.other_organisation_id,
            by,
        )
    waiver.state = WaiverState.IN_FORCE if agrees else WaiverState.DECLINED
    waiver.decided_by, waiver.decided_at = by, at
    session.flush()
    _write_down(session, waiver, f"conflict_waiver.{waiver.state}", at=at)
    if agrees:
        publish(session, WaiverGranted(**_facts(waiver, at=at)))
    return waiver


def end_waiver(session: Session, *, waiver_id: UUID, at: datetime) -> Waiver:
    """End an exception before its time; whoever may make one may.

    Raises WaiverNotFound or WaiverMoveIllegal.
    """
    waiver = _locked(session, waiver_id)
    if waiver.state != WaiverState.IN_FORCE:
        raise WaiverMoveIllegal(state=str(waiver.state))
    _finish(session, waiver, WaiverState.ENDED, at=at)
    return waiver


def expire_waivers(session: Session, *, at: datetime) -> int:
    """Let exceptions end whose last day is over; how many."""
    over = session.scalars(
        select(Waiver)
        .where(Waiver.state == WaiverState.IN_FORCE, Waiver.ends_at <= at - LAST_SECOND)
        .order_by(Waiver.ends_at, Waiver.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for waiver in over:
        _finish(session, waiver, WaiverState.EXPIRED, at=at)
    return len(over)


def _finish(
    session: Session, waiver: Waiver, state: WaiverState, *, at: datetime
) -> None:
    waiver.state, waiver.finished_at = state, at
    session.flush()
    _write_down(session, waiver, f"conflict_waiver.{state}", at=at)
    publish(session, WaiverEnded(**_facts(waiver, at=at)))


def _end(draft: WaiverDraft, *, at: datetime, zone: ZoneInfo) -> datetime:
    longest = rulebook().waiver_longest_days
    pair = draft.other_organisation_id is not None
    decision = draft.purpose == Purpose.DECISION
    whole = (draft.account_id is not None, pair) == (decision, not decision)
    another = draft.organisation_id != draft.other_organisation_id
    last = at.astimezone(zone).date() + timedelta(days=longest)
    today = at.astimezone(zone).date()
    if not (whole and another and today <= draft.ends_on <= last):
        raise WaiverUnfit(days=longest)
    return end_of_day(draft.ends_on, zone)


def _require(session: Session, ids: list[UUID]) -> None:
    found = session.scalar(select(func.count()).where(Organisation.id.in_(ids)))
    if found != len(ids):
        raise OrganisationNotFound


def _refuse_tied(
    session: Session, purpose: Purpose, one: UUID, other: UUID | None, by: UUID
) -> None:
    for organisation_id in (one, other):
        if organisation_id is not None:
            refuse_tied_staff(session, by, organisation_id)


def _locked(session: Session, waiver_id: UUID) -> Waiver:
    waiver = session.scalar(
        select(Waiver).where(Waiver.id == waiver_id).with_for_update()
    )
    if waiver is None:
        raise WaiverNotFound
    return waiver


def _facts(waiver: Waiver, *, at: datetime) -> dict[str, Any]:
    both = [waiver.organisation_id]
    if waiver.other_organisation_id is not None:
        both.append(waiver.other_organisation_id)
    return {
        "waiver_id": waiver.id,
        "purpose": Purpose(waiver.purpose),
        "organisation_id": waiver.organisation_id,
        "other_organisation_id": waiver.other_organisation_id,
        "occurred_at": at,
        # An exception for a member of the staff is the operator's own affair.
        "audience": tuple(both) if waiver.account_id is None else (),
    }


def _write_down(session: Session, waiver: Waiver, action: str, *, at: datetime) -> None:
    record(
        session,
        action=action,
        object_type="conflict_waiver",
        object_id=waiver.id,
        at=at,
        after={"purpose": waiver.purpose, "state": str(waiver.state)},
        reason=waiver.reason,
    )
