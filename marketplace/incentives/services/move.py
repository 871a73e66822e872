"""Moving an entitlement, with a line in the audit trail for every move."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import audit
from marketplace.incentives.models import Entitlement, EntitlementStatus


def move_entitlement(
    session: Session,
    entitlement: Entitlement,
    status: EntitlementStatus,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Take an entitlement, which the caller has locked, to its next status.

    Raises ValueError for a move that the table of moves does not have.
    """
    before = entitlement.status
    entitlement.move_to(status)
    audit.record(
        session,
        action=f"incentive.{status}",
        object_type="entitlement",
        object_id=entitlement.id,
        before={"status": before},
        after={"status": status},
        reason=reason,
        at=at,
    )
