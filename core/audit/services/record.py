"""Adding a line to the audit trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core import context
from core.audit.models import AuditEntry
from core.bulk import insert_columns, insert_rows
from core.database import Json
from core.ids import new_id


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
    entry = AuditEntry(
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        before=before,
        after=after,
        **_circumstances(at=at, reason=reason),
    )
    session.add(entry)
    return entry


def record_many(
    session: Session,
    *,
    action: str,
    object_type: str,
    object_ids: Sequence[UUID],
    at: datetime,
    before: Json | None = None,
    after: Json | None = None,
    reason: str | None = None,
) -> None:
    """Write down that the current actor did the same to each of many objects."""
    if not object_ids:
        return
    insert_columns(
        session,
        AuditEntry,
        {
            "id": [new_id() for _ in object_ids],
            "object_id": [str(object_id) for object_id in object_ids],
        },
        action=action,
        object_type=object_type,
        before=before,
        after=after,
        **_circumstances(at=at, reason=reason),
    )


def record_each(
    session: Session,
    *,
    action: str,
    object_type: str,
    after: Mapping[UUID, Json],
    at: datetime,
) -> None:
    """Write down that the current actor did `action` to each of many objects, with what
    it was made for each."""
    circumstances = _circumstances(at=at, reason=None)
    insert_rows(
        session,
        AuditEntry,
        [
            {
                "id": new_id(),
                "action": action,
                "object_type": object_type,
                "object_id": str(object_id),
                "after": said,
                **circumstances,
            }
            for object_id, said in after.items()
        ],
    )


def _circumstances(*, at: datetime, reason: str | None) -> dict[str, Any]:
    circumstances = context.current()
    return {
        "recorded_at": at,
        "actor": circumstances.actor,
        "on_behalf_of": circumstances.on_behalf_of,
        "reason": reason,
        "request_id": circumstances.request_id,
    }
