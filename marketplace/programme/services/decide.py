"""The decree that decides a batch."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.clock import end_of_day_after
from core.events import publish
from marketplace.programme.events import BatchDecided
from marketplace.programme.models import Batch, BatchStatus
from marketplace.programme.parameters import Parameters
from marketplace.programme.queries import lock_batch, scheme_of
from marketplace.programme.services.closing import refuse_closed_scheme
from marketplace.programme.services.run_batch import record_move


def decide_batch(
    session: Session,
    *,
    batch_id: UUID,
    decree_number: str,
    at: datetime,
    zone: ZoneInfo,
) -> Batch:
    """Decide that the selected receive the scheme's training balance.

    Fixes the first-purchase deadline of all of them: the last second of the local day
    in `zone`, the scheme's number of days after `at` (programme rules, section 4). The
    awards follow by services.award. Of two decisions at once one finds the batch
    decided. Raises BatchNotFound, BatchNotInState or ProgrammeClosed.
    """
    batch = lock_batch(session, batch_id)
    refuse_closed_scheme(session, batch)
    before = batch.status
    batch.move_to(BatchStatus.DECIDED)
    parameters = Parameters.from_document(scheme_of(session, batch).document)
    batch.decree_number = decree_number
    batch.decided_at = at
    batch.purchase_deadline_at = end_of_day_after(
        at, days=parameters.purchase.first_deadline_days, zone=zone
    )
    record_move(session, batch, before=before, at=at, decree_number=decree_number)
    publish(
        session,
        BatchDecided(
            occurred_at=at,
            batch_id=batch.id,
            number=batch.number,
        ),
    )
    return batch
