"""Taking a partner's callback in, once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from marketplace.payments.errors import CallbackUnreadable
from marketplace.payments.models import PartnerEvent

PAYOUT_EVENTS = "payout."
LONGEST_ID = 255


def receive_callback(
    session: Session, event: Mapping[str, Any], *, at: datetime
) -> str | None:
    """Store an event by its own id; returns the id if somebody has to look into it.

    One that was stored before, and one of a kind that is not about payouts, are taken
    without further ado (PY-07). What the event says of the payout is not believed: the
    job asks the partner. Raises CallbackUnreadable.
    """
    event_id, kind, object_id = _read(event)
    is_payout = kind.startswith(PAYOUT_EVENTS)
    new_id = session.scalar(
        insert(PartnerEvent)
        .values(
            id=event_id,
            kind=kind,
            object_id=object_id,
            received_at=at,
            handled_at=None if is_payout else at,
        )
        .on_conflict_do_nothing()
        .returning(PartnerEvent.id)
    )
    return new_id if is_payout else None


def _read(event: Mapping[str, Any]) -> tuple[str, str, str]:
    match event:
        case {
            "id": str(event_id),
            "type": str(kind),
            "data": {"object": {"id": str(object_id)}},
        }:
            texts = (event_id, kind, object_id)
            if all(1 <= len(one) <= LONGEST_ID and "\0" not in one for one in texts):
                return texts
    raise CallbackUnreadable
