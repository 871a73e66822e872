"""Looking for other classes again."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.transfers.errors import SearchedJustNow
from marketplace.transfers.models import Replacement, Transfer
from marketplace.transfers.services.find import check_progress, lock_transfer
from marketplace.transfers.services.offer import look_for_replacements

NOT_OFTENER_THAN = timedelta(minutes=10)


def look_again(
    session: Session, *, transfer_id: UUID, participant_id: UUID, at: datetime
) -> Transfer:
    """Replace what she is offered by what is like her class now.

    Raises TransferNotFound, TransferOver, TooFarAlong or SearchedJustNow.
    """
    transfer = lock_transfer(
        session, transfer_id, at=at, participant_id=participant_id
    ).transfer
    check_progress(session, transfer)
    if transfer.searched_at is not None:
        again_at = transfer.searched_at + NOT_OFTENER_THAN
        if at < again_at:
            raise SearchedJustNow(again_at=again_at.isoformat())
    session.execute(delete(Replacement).where(Replacement.transfer_id == transfer_id))
    transfer.replacements = 0
    transfer.suggested_schedule_id = transfer.suggested_offering_id = None
    session.flush()
    look_for_replacements(session, [transfer_id], at=at)
    session.refresh(transfer)
    return transfer
