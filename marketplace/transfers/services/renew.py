"""Looking for other classes again."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.transfers.errors import SearchedJustNow
from marketplace.transfers.models import Replacement, Transfer
from marketplace.transfers.queries import something_left
from marketplace.transfers.services.find import lock_transfer
from marketplace.transfers.services.offer import look_for_replacements

NOT_OFTENER_THAN = timedelta(minutes=10)
# Where nothing of what she was offered is left, she need not wait so long.
NOT_OFTENER_WITHOUT = timedelta(minutes=1)


def look_again(
    session: Session, *, transfer_id: UUID, participant_id: UUID, at: datetime
) -> Transfer:
    """Replace what she is offered by what is like her class now.

    Raises TransferNotFound, TransferOver or SearchedJustNow.
    """
    transfer = lock_transfer(
        session, transfer_id, at=at, participant_id=participant_id
    ).transfer
    _refuse_oftener(session, transfer, at=at)
    session.execute(delete(Replacement).where(Replacement.transfer_id == transfer_id))
    transfer.replacements = 0
    transfer.suggested_schedule_id = transfer.suggested_offering_id = None
    session.flush()
    look_for_replacements(session, [transfer_id], at=at)
    session.refresh(transfer)
    return transfer


def _refuse_oftener(session: Session, transfer: Transfer, *, at: datetime) -> None:
    if transfer.searched_at is None:
        return
    is_left = something_left(session, transfer.id, at=at)
    pause = NOT_OFTENER_THAN if is_left else NOT_OFTENER_WITHOUT
    again_at = transfer.searched_at + pause
    if at < again_at:
        raise SearchedJustNow(again_at=again_at.isoformat())
