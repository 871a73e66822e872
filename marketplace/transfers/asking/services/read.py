"""Reading what she wrote, on the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.transfers.asking.errors import RefundRequestNotFound
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.queries import refused_before, request_shown
from marketplace.transfers.asking.services.record import on_record
from marketplace.transfers.asking.words import open_words


@dataclass(frozen=True)
class Opened:
    """A request as it stands in the queue, with her words, and of a second one why the
    first was refused."""

    shown: Any
    words: str
    refused_before: str | None


def read_request(session: Session, request_id: UUID, *, at: datetime) -> Opened:
    """All of a request for somebody who decides; the reading is an audit line (PD-03).

    Raises RefundRequestNotFound.
    """
    request = session.get(RefundRequest, request_id)
    if request is None:
        raise RefundRequestNotFound
    on_record(session, request, "read", at=at)
    return Opened(
        request_shown(session, request_id, at=at),
        open_words(session, request),
        refused_before(session, request),
    )
