"""A sanction begins or ends: what follows from it is written down as a run."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.ids import new_id
from marketplace.consequences.models import Direction, Run, Step
from partners.standing.events import SanctionFinished, SanctionStarted
from partners.standing.models import Sanction


def start_run(
    session: Session, event: SanctionStarted | SanctionFinished, direction: Direction
) -> UUID | None:
    """Write a run down in the transaction that began or ended the sanction; its id.

    None when nothing follows: from a warning, from one that never began, or because it
    is written down already.
    """
    sanction = session.get_one(Sanction, event.sanction_id)
    if not sanction.stops or sanction.started_at is None:
        return None
    return session.scalar(
        insert(Run)
        .values(
            id=new_id(),
            sanction_id=sanction.id,
            organisation_id=sanction.organisation_id,
            direction=direction,
            step=Step.TELL,
            told=0,
            learners=0,
            started_at=event.occurred_at,
        )
        .on_conflict_do_nothing(index_elements=[Run.sanction_id, Run.direction])
        .returning(Run.id)
    )
