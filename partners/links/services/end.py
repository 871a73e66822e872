"""The end of a link."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.links.models import AccountLink, ChangeKind, Side
from partners.links.services.note import note_change


def end_link(session: Session, link: AccountLink, *, side: Side, at: datetime) -> None:
    """End a link that the caller holds. Its grants are the caller's to end first.

    Both sides are free afterwards: she may link again, and the account there may be
    linked with its true owner. The history keeps what was.
    """
    link.ended_at = at
    link.ended_by = side
    note_change(session, link, ChangeKind.UNLINKED, side=side, at=at)
    record(
        session,
        action="account_link.ended",
        object_type="account_link",
        object_id=link.id,
        at=at,
        after={"ended_by": side},
    )
