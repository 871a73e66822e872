"""What begins, ends or lapses by itself when its time comes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from core.clock import LAST_SECOND
from partners.standing.models import Sanction, SanctionReply, State
from partners.standing.queries import find_sanction
from partners.standing.services.begin import begin, finish

# Each holds its organisation's lock until the commit, so the batches are small.
BATCH = 50


def begin_due(session: Session, *, at: datetime) -> int:
    """Begin announced sanctions whose day has come; how many. One whose reply nobody
    has answered waits: a reply that is read afterwards is no right."""
    unanswered = exists().where(
        SanctionReply.sanction_id == Sanction.id, SanctionReply.answered_at.is_(None)
    )
    return _each(
        session,
        [Sanction.state == State.ANNOUNCED, Sanction.starts_at <= at, ~unanswered],
        lambda sanction: begin(session, sanction, at=at),
        expected=State.ANNOUNCED,
    )


def end_due(session: Session, *, at: datetime) -> int:
    """End sanctions whose last day is over; how many."""
    return _each(
        session,
        [Sanction.state == State.IN_FORCE, Sanction.ends_at <= at - LAST_SECOND],
        lambda sanction: finish(session, sanction, State.ENDED, at=at),
        expected=State.IN_FORCE,
    )


def lapse_due(session: Session, *, at: datetime) -> int:
    """Let emergency stops lapse that no second person confirmed in time; how many."""
    return _each(
        session,
        [Sanction.state == State.IN_FORCE, Sanction.lapses_at <= at],
        lambda sanction: finish(session, sanction, State.LAPSED, at=at),
        expected=State.IN_FORCE,
    )


def _each(
    session: Session,
    due: Sequence[ColumnElement[bool]],
    act: Callable[[Sanction], None],
    *,
    expected: State,
) -> int:
    """Act on up to a batch of due sanctions, each looked at again under its lock."""
    ids: Sequence[UUID] = session.scalars(
        select(Sanction.id).where(*due).order_by(Sanction.organisation_id).limit(BATCH)
    ).all()
    for sanction_id in ids:
        sanction = find_sanction(session, sanction_id, lock=True)
        still_due = session.scalar(
            select(exists().where(Sanction.id == sanction_id, *due))
        )
        if sanction.state == expected and still_due:
            act(sanction)
    return len(ids)
