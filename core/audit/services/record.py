"""Adding a line to the audit trail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core import context
from core.audit.models import AuditEntry
from core.database import Json


def record(
    session: Session,
    *,
    action: str,
    object_type: str,
    object_id: UUID | str,
    at: datetime,
    before: Json | None = None,
    after: Json | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """Write down that the current actor did `action` to an object.

    Who acts and in which request is taken from core.context.
    """
    circumstances = context.current()
    entry = AuditEntry(
        recorded_at=at,
        actor=circumstances.actor,
        on_behalf_of=circumstances.on_behalf_of,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        before=before,
        after=after,
        reason=reason,
        request_id=circumstances.request_id,
    )
    session.add(entry)
    return entry
