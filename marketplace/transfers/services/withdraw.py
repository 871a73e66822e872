"""A sanction is over: classes go on, and nobody has to change any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.events import publish_many
from marketplace.transfers.events import TransferWithdrawn
from marketplace.transfers.models import Cause, Transfer, TransferState
from marketplace.transfers.services.write import tell_withdrawn
from partners.organisations.models import Kind
from partners.standing.models import Stop
from partners.standing.queries import is_stopped


def withdraw_transfers(
    session: Session, organisation_id: UUID, *, at: datetime, limit: int
) -> int:
    """Close open transfers whose class can go on, as nothing stops it any more, and
    tell their holders; how many. Who confirmed a moment before has changed."""
    stopped = is_stopped(
        Stop.TEACHING,
        Transfer.organisation_id,
        kind=Kind.TRAINING_INSTITUTION,
        course_id=Transfer.course_id,
    )
    open_ones = (
        select(Transfer.id)
        .where(
            Transfer.organisation_id == organisation_id,
            Transfer.state == TransferState.OPEN,
            Transfer.cause == Cause.SANCTION,
            ~stopped,
        )
        .order_by(Transfer.id)
        .limit(limit)
        .with_for_update(of=Transfer)
    )
    ids = session.scalars(open_ones).all()
    closed = session.scalars(
        update(Transfer)
        .where(Transfer.id.in_(ids))
        .values(state=TransferState.WITHDRAWN, closed_at=at)
        .returning(Transfer)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    publish_many(
        session,
        [
            TransferWithdrawn(
                voucher_id=each.voucher_id,
                course_id=each.course_id,
                schedule_id=each.schedule_id,
                participant_id=each.participant_id,
                occurred_at=at,
                audience=(each.platform_id,),
            )
            for each in closed
        ],
    )
    tell_withdrawn(session, closed, at=at)
    return len(closed)
