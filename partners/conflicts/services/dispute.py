"""An organisation disputes a tie; the operator answers, and ends it or not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from partners.conflicts.errors import DisputeOpen, NoDispute
from partners.conflicts.events import TieDisputeAnswered
from partners.conflicts.models import DisputeOutcome, TieDispute
from partners.conflicts.queries import find_tie
from partners.conflicts.services.guard import refuse_tied_staff
from partners.conflicts.services.record import end_tie


def dispute_tie(
    session: Session,
    *,
    tie_id: UUID,
    organisation_id: UUID,
    text: str,
    by: UUID,
    at: datetime,
) -> TieDispute:
    """Say that a tie is wrong, or is over; it acts until the operator has answered.

    Raises TieNotFound (also for another organisation's) or DisputeOpen.
    """
    tie = find_tie(session, tie_id, organisation_id=organisation_id)
    made: TieDispute | None = session.scalar(
        insert(TieDispute)
        .values(id=new_id(), tie_id=tie.id, text=text, filed_by=by, filed_at=at)
        .on_conflict_do_nothing(
            index_elements=[TieDispute.tie_id],
            index_where=TieDispute.answered_at.is_(None),
        )
        .returning(TieDispute)
    )
    if made is None:
        raise DisputeOpen
    record(
        session,
        action="tie.disputed",
        object_type="organisation_tie",
        object_id=tie.id,
        at=at,
    )
    return made


@dataclass(frozen=True)
class DisputeAnswer:
    """What the operator says to a dispute."""

    outcome: DisputeOutcome
    text: str


def answer_dispute(
    session: Session,
    *,
    tie_id: UUID,
    answer: DisputeAnswer,
    by: UUID,
    at: datetime,
) -> TieDispute:
    """Answer a dispute; an accepted one ends the tie.

    Raises TieNotFound, NoDispute or StaffTied.
    """
    tie = find_tie(session, tie_id, lock=True)
    refuse_tied_staff(session, by, tie.organisation_id)
    dispute = session.scalar(
        select(TieDispute)
        .where(TieDispute.tie_id == tie.id, TieDispute.answered_at.is_(None))
        .with_for_update()
    )
    if dispute is None:
        raise NoDispute
    dispute.outcome, dispute.answer = answer.outcome, answer.text
    dispute.answered_by, dispute.answered_at = by, at
    session.flush()
    record(
        session,
        action="tie.dispute_answered",
        object_type="organisation_tie",
        object_id=tie.id,
        at=at,
        after={"outcome": str(answer.outcome)},
    )
    publish(
        session,
        TieDisputeAnswered(
            tie_id=tie.id,
            organisation_id=tie.organisation_id,
            outcome=answer.outcome,
            occurred_at=at,
            audience=(tie.organisation_id,),
        ),
    )
    if answer.outcome == DisputeOutcome.ACCEPTED:
        end_tie(session, tie, reason="dispute accepted", by=by, at=at)
    return dispute
