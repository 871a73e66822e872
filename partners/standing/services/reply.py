"""The right of reply: once for each sanction, within its clock, answered on record."""

from dataclasses import dataclass
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
from partners.standing.errors import NoReplyWaits, ReplyAlreadyFiled, ReplyTooLate
from partners.standing.events import SanctionReplyAnswered, SanctionReplyFiled
from partners.standing.letters import ANSWERED
from partners.standing.models import (
    ChangeAct,
    Outcome,
    Sanction,
    SanctionReply,
    State,
)
from partners.standing.queries import find_sanction
from partners.standing.services.change import propose_change
from partners.standing.services.write import tell_sanctioned

REPLIABLE = (State.ANNOUNCED, State.IN_FORCE)


def file_reply(
    session: Session,
    *,
    sanction_id: UUID,
    organisation_id: UUID,
    text: str,
    by: UUID,
    at: datetime,
) -> SanctionReply:
    """Write down what the organisation says; it says it once.

    Raises SanctionNotFound (also for another organisation's), ReplyTooLate or
    ReplyAlreadyFiled.
    """
    sanction = find_sanction(session, sanction_id, organisation_id=organisation_id)
    due = sanction.reply_due_at
    if sanction.state not in REPLIABLE or rules.is_over(due, at=at):
        raise ReplyTooLate(reply_due_at=due.isoformat() if due else "")
    made: SanctionReply | None = session.scalar(
        insert(SanctionReply)
        .values(
            id=new_id(), sanction_id=sanction.id, text=text, filed_by=by, filed_at=at
        )
        .on_conflict_do_nothing(index_elements=[SanctionReply.sanction_id])
        .returning(SanctionReply)
    )
    if made is None:
        raise ReplyAlreadyFiled
    _write_down(session, sanction, "sanction.reply_filed", at=at)
    publish(
        session,
        SanctionReplyFiled(
            sanction_id=sanction.id,
            organisation_id=organisation_id,
            occurred_at=at,
            audience=(organisation_id,),
        ),
    )
    return made


@dataclass(frozen=True)
class Answer:
    """What the operator says to a reply; `ends_on` when the sanction gets shorter."""

    outcome: Outcome
    text: str
    ends_on: date | None = None


def answer_reply(
    session: Session,
    *,
    sanction_id: UUID,
    answer: Answer,
    by: UUID,
    at: datetime,
    zone: ZoneInfo,
) -> SanctionReply:
    """Answer the organisation: the sanction is upheld, or is to be lifted or shortened,
    which a second person decides as ever.

    Raises SanctionNotFound, NoReplyWaits and what `propose_change` raises.
    """
    sanction = find_sanction(session, sanction_id, lock=True)
    refuse_tied_staff(session, by, sanction.organisation_id)
    reply = session.scalar(
        select(SanctionReply)
        .where(
            SanctionReply.sanction_id == sanction.id,
            SanctionReply.answered_at.is_(None),
        )
        .with_for_update()
    )
    if reply is None:
        raise NoReplyWaits
    reply.outcome = answer.outcome
    reply.answer = answer.text
    reply.answered_by = by
    reply.answered_at = at
    if answer.outcome != Outcome.UPHELD:
        propose_change(
            session,
            sanction_id=sanction.id,
            act=ChangeAct(answer.outcome),
            ends_on=answer.ends_on,
            reason=answer.text,
            by=by,
            at=at,
            zone=zone,
        )
    _write_down(
        session, sanction, "sanction.reply_answered", at=at, outcome=answer.outcome
    )
    publish(
        session,
        SanctionReplyAnswered(
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            outcome=answer.outcome,
            occurred_at=at,
            audience=(sanction.organisation_id,),
        ),
    )
    tell_sanctioned(session, sanction, ANSWERED, at=at)
    return reply


def _write_down(
    session: Session,
    sanction: Sanction,
    action: str,
    *,
    at: datetime,
    outcome: Outcome | None = None,
) -> None:
    session.flush()
    record(
        session,
        action=action,
        object_type="sanction",
        object_id=sanction.id,
        at=at,
        after=None if outcome is None else {"outcome": str(outcome)},
    )
