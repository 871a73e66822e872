"""A sanction becomes known, begins to act, and stops acting."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.clock import LAST_SECOND
from core.events import publish
from partners.organisations.models import Organisation, Standing
from partners.organisations.services.change_standing import change_standing
from partners.standing import rules
from partners.standing.events import (
    SanctionAnnounced,
    SanctionFinished,
    SanctionStarted,
)
from partners.standing.ladder import ladder
from partners.standing.letters import ANNOUNCED, BEGUN, OVER
from partners.standing.models import Sanction, Scope, Severity, State
from partners.standing.services.write import tell_sanctioned

HARSHNESS = list(Severity)


def announce_or_begin(
    session: Session, sanction: Sanction, *, at: datetime, zone: ZoneInfo
) -> None:
    """Tell the organisation what was decided, and let it act if its day has come.

    The time to reply counts from here. The caller holds the organisation's lock.
    """
    sanction.reply_due_at = rules.reply_due_at(
        Severity(sanction.severity), ladder(), at=at, zone=zone
    )
    if ladder().steps[Severity(sanction.severity)].after_reply:
        sanction.starts_at = max(
            sanction.starts_at, sanction.reply_due_at + LAST_SECOND
        )
    if sanction.starts_at <= at:
        begin(session, sanction, at=at)
        return
    _move(session, sanction, State.ANNOUNCED, at=at)
    publish(
        session,
        SanctionAnnounced(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            severity=Severity(sanction.severity),
            scope=Scope(sanction.scope),
            breach=sanction.reason_code,
            starts_at=sanction.starts_at,
            ends_at=sanction.ends_at,
            reply_due_at=sanction.reply_due_at,
            occurred_at=at,
            audience=(sanction.organisation_id,),
        ),
    )
    tell_sanctioned(session, sanction, ANNOUNCED, at=at)


def begin(session: Session, sanction: Sanction, *, at: datetime) -> None:
    """Let a sanction act, from the next request on."""
    _move(session, sanction, State.IN_FORCE, at=at)
    sanction.started_at = at
    session.flush()
    if sanction.is_whole:
        settle_standing(session, sanction, at=at)
    publish(
        session,
        SanctionStarted(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            severity=Severity(sanction.severity),
            scope=Scope(sanction.scope),
            breach=sanction.reason_code,
            ends_at=sanction.ends_at,
            reply_due_at=sanction.reply_due_at,
            occurred_at=at,
            audience=(sanction.organisation_id,),
        ),
    )
    tell_sanctioned(session, sanction, BEGUN, at=at)


def finish(
    session: Session,
    sanction: Sanction,
    outcome: State,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Let a sanction act no more: lifted, ended, or lapsed."""
    _move(session, sanction, outcome, at=at, reason=reason)
    sanction.finished_at = at
    session.flush()
    if sanction.is_whole and sanction.started_at is not None:
        settle_standing(session, sanction, at=at, reason=reason)
    publish(
        session,
        SanctionFinished(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            outcome=outcome,
            occurred_at=at,
            audience=(sanction.organisation_id,),
        ),
    )
    tell_sanctioned(session, sanction, OVER, at=at)


def settle_standing(
    session: Session, cause: Sanction, *, at: datetime, reason: str | None = None
) -> None:
    """Bring the organisation's standing to the harshest sanction of the whole of it
    that is in force. A terminated one stays so."""
    organisation = session.get_one(Organisation, cause.organisation_id)
    harshest = _harshest(session, organisation)
    wanted = Standing.APPROVED
    if harshest is not None and harshest.severity != Severity.WARNING:
        wanted = rules.STANDINGS[Severity(harshest.severity)]
    if organisation.standing in (wanted, Standing.TERMINATED):
        return
    change_standing(
        session,
        organisation_id=organisation.id,
        standing=wanted,
        reason=harshest.reason if harshest is not None else reason,
        at=at,
    )


def _harshest(session: Session, organisation: Organisation) -> Sanction | None:
    in_force = session.scalars(
        select(Sanction)
        .where(
            Sanction.organisation_id == organisation.id,
            Sanction.state == State.IN_FORCE,
        )
        .order_by(Sanction.id)
    )
    whole = [sanction for sanction in in_force if sanction.is_whole]
    return max(
        whole,
        key=lambda sanction: HARSHNESS.index(Severity(sanction.severity)),
        default=None,
    )


def _move(
    session: Session,
    sanction: Sanction,
    state: State,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    before = str(sanction.state)
    sanction.move_to(state)
    record(
        session,
        action=f"sanction.{state}",
        object_type="sanction",
        object_id=sanction.id,
        at=at,
        before={"state": before},
        after={"state": str(state)},
        reason=reason,
    )
